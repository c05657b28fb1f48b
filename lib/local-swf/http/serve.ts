import type { IncomingMessage, ServerResponse } from 'node:http'
import { serializationFault, SwfFault, unknownOperation } from '../faults.js'
import type { Swf } from '../model/swf.js'
import type { Answer } from '../operations/operation.js'
import { findOperation } from '../operations/table.js'
import { isObject } from '../validation/shape.js'
import { onGone } from './gone.js'
import { bodyTooLarge, readBody } from './read-body.js'
import { refusalOf } from './refusal.js'
import { respond, respondFailure, respondFault, respondRefusal } from './respond.js'
import { signedRegion } from './signature.js'

const TARGET_PREFIX = 'SimpleWorkflowService.'

export interface Service {
  readonly swf: Swf
  readonly accountId: string
}

/** Serves one HTTP request: AWS JSON 1.0, the operation named by the target header. Never rejects. */
export async function serve(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const refusal = refusalOf(request)
  if (refusal) return respondRefusal(response, refusal)
  const body = await readBody(request)
  if (body === bodyTooLarge) return respondRefusal(response, { status: 413, message: 'the request is larger than 1 MiB' })
  try {
    respond(response, await call(request, response, body, service))
  } catch (error) {
    if (error instanceof SwfFault) respondFault(response, error)
    else respondFailure(response, error)
  }
}

function call(request: IncomingMessage, response: ServerResponse, body: string, service: Service): Answer {
  const region = signedRegion(request.headers.authorization)
  const operation = findOperation(operationName(request.headers['x-amz-target']))
  return operation(parse(body), {
    ...service,
    region,
    isGone: () => response.destroyed || !request.socket.writable,
    onGone: (callback) => onGone(request, response, callback),
  })
}

function operationName(target: string | string[] | undefined): string {
  const text = String(target ?? '')
  if (!text.startsWith(TARGET_PREFIX)) throw unknownOperation(`X-Amz-Target must be ${TARGET_PREFIX}<operation>, not '${text}'`)
  return text.slice(TARGET_PREFIX.length)
}

function parse(body: string): unknown {
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
