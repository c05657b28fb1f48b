import type { IncomingMessage, ServerResponse } from 'node:http'
import { serializationFault, SwfFault, unknownOperation } from '../answers/faults.js'
import type { Injector } from '../injection/injector.js'
import type { Swf } from '../model/swf.js'
import { findOperation } from '../operations/table.js'
import { isObject } from '../validation/shape.js'
import { onGone } from './disconnect.js'
import { bodyTooLarge, readBody } from './read-body.js'
import { refusalOf } from './refusal.js'
import { answered, failed, faulted, refused, send, type Reply } from '../answers/reply.js'
import { RequestReport } from './request-report.js'
import type { ServedRequest } from './served-request.js'
import { signedRegion } from './signature.js'

const TARGET_PREFIX = 'SimpleWorkflowService.'

export interface Service {
  readonly swf: Swf
  readonly accountId: string
  readonly injector: Injector
  readonly onRequest: ((request: ServedRequest) => void) | undefined
}

/** Serves one HTTP request: AWS JSON 1.0, the operation named by the target header. Never rejects. */
export async function serve(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const target = String(request.headers['x-amz-target'] ?? '')
  const report = new RequestReport(operationIn(target), service)
  const client = {
    isGone: (): boolean => response.destroyed || !request.socket.writable,
    onGone: (callback: () => void): void => onGone(request, response, callback),
  }
  const reply = await replyTo(request, (body) => {
    const region = signedRegion(request.headers.authorization)
    report.noteRegion(region)
    const name = operationIn(target) ?? noOperation(target)
    const operation = findOperation(name)
    const parsed = parse(body)
    report.noteSubject(parsed)
    const exchange = { ...client, operation: name, signedAt: request.headers['x-amz-date']?.toString() }
    return service.injector.around(exchange, (handedOut) =>
      replyOf(async () => answered(await operation(parsed, { ...service, ...client, region, handedOut }))),
    )
  })
  const isPresent = !client.isGone()
  send(response, reply)
  report.tell(reply, isPresent)
}

async function replyTo(request: IncomingMessage, call: (body: string) => Promise<Reply>): Promise<Reply> {
  const refusal = refusalOf(request)
  if (refusal) return refused(refusal)
  const body = await readBody(request)
  if (body === bodyTooLarge) return refused({ status: 413, message: 'the request is larger than 1 MiB' })
  return replyOf(async () => call(body))
}

/** The reply, be it that the call fails. */
async function replyOf(call: () => Promise<Reply>): Promise<Reply> {
  try {
    return await call()
  } catch (error) {
    return error instanceof SwfFault ? faulted(error) : failed(error)
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
  if (!isObject(value)) throw serializationFault('the body is no JSON object')
  return value
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw serializationFault(`the body is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
