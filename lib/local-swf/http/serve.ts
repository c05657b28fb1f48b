import type { IncomingMessage, ServerResponse } from 'node:http'
import { serializationFault, SwfFault, unknownOperation } from '../answers/faults.js'
import { answerReply, errorReply, faultReply } from '../answers/reply.js'
import type { InjectedReply, Injector } from '../injection/injector.js'
import type { Swf } from '../model/swf.js'
import { findOperation } from '../operations/table.js'
import { isPlainObject } from '../values/is-plain-object.js'
import { onDisconnect } from './disconnect.js'
import { bodyTooLarge, readBody } from './read-body.js'
import { refusalOf, refusalReply } from './refusal.js'
import { RequestReport } from './request-report.js'
import { send } from './send.js'
import type { ServedRequest } from './served-request.js'
import { signedRegion } from './signature.js'

const TARGET_PREFIX = 'SimpleWorkflowService.'

export interface Service {
  readonly swf: Swf
  readonly accountId: string
  readonly injector: Injector
  readonly onRequest: ((request: ServedRequest) => void) | undefined
}

/** Serves one HTTP request in AWS JSON 1.0, whose target header names the operation. Never rejects. */
export async function serve(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const target = String(request.headers['x-amz-target'] ?? '')
  const report = new RequestReport(operationIn(target), service)
  const client = {
    isDisconnected: (): boolean => response.destroyed || !request.socket.writable,
    onDisconnect: (callback: () => void): void => onDisconnect(request, response, callback),
  }
  const reply = await replyTo(request, (body) => {
    const region = signedRegion(request.headers.authorization)
    report.noteRegion(region)
    const name = operationIn(target) ?? noOperation(target)
    const operation = findOperation(name)
    const parsed = parse(body)
    report.noteSubject(parsed)
    const exchange = { ...client, operation: name, signedAt: request.headers['x-amz-date']?.toString() }
    return service.injector.around(exchange, (onTask) =>
      replyOrFault(async () => answerReply(await operation(parsed, { ...service, ...client, region, onTask }))),
    )
  })
  const isConnected = !client.isDisconnected()
  send(response, reply)
  report.tell(reply, isConnected)
}

async function replyTo(request: IncomingMessage, call: (body: string) => Promise<InjectedReply>): Promise<InjectedReply> {
  const refusal = refusalOf(request)
  if (refusal) return refusal
  const body = await readBody(request)
  if (body === bodyTooLarge) return refusalReply(413, 'the request is larger than 1 MiB')
  return replyOrFault(async () => call(body))
}

/** The reply of the call, or, when the call throws, the reply that tells the fault or the error. */
async function replyOrFault(call: () => Promise<InjectedReply>): Promise<InjectedReply> {
  try {
    return await call()
  } catch (error) {
    return error instanceof SwfFault ? faultReply(error) : errorReply(error)
  }
}

function operationIn(target: string): string | undefined {
  return target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : undefined
}

function noOperation(target: string): never {
  throw unknownOperation(`X-Amz-Target must be ${TARGET_PREFIX}<operation>, not '${target}'`)
}

function parse(body: string): Readonly<Record<string, unknown>> {
  const value = parseJson(body)
  if (!isPlainObject(value)) throw serializationFault('the body is not a JSON object')
  return value
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw serializationFault(`the body is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
