import { randomUUID } from 'node:crypto'
import { STATUS_CODES, type ServerResponse } from 'node:http'
import type { SwfFault } from './faults.js'
import type { FaultKind } from '../injection/fault-rule.js'
import type { Refusal } from '../http/refusal.js'

const CONTENT_TYPE = 'application/x-amz-json-1.0'

/** What a request is answered with. */
export interface Reply {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  /** The same, for people. */
  readonly fault?: { readonly name: string; readonly message: string }
  /** How much of it gets out before the connection breaks. By default all, and it does not. */
  readonly delivery?: 'half' | 'none'
  readonly injected?: FaultKind
}

/** An object, or, of an operation that answers nothing, an empty body. */
export function answered(answer: object | void): Reply {
  return { status: 200, body: answer === undefined ? '' : JSON.stringify(answer) }
}

export function faulted({ type, message, status }: SwfFault): Reply {
  const name = type.slice(type.indexOf('#') + 1)
  const headers = { 'x-amzn-query-error': name }
  return { status, body: JSON.stringify({ __type: type, message }), headers, fault: { name, message } }
}

export function refused({ status, message }: Refusal): Reply {
  const fault = { name: STATUS_CODES[status] ?? 'Refused', message }
  return { status, body: JSON.stringify({ message }), headers: status === 405 ? { allow: 'POST' } : {}, fault }
}

/** A fault of LocalSwf itself. */
export function failed(error: unknown): Reply {
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
  const body = JSON.stringify({ __type: 'com.amazon.coral.service#InternalFailure', message: stack })
  return { status: 500, body, fault: { name: 'InternalFailure', message } }
}

export function send(response: ServerResponse, { status, body, headers = {}, delivery }: Reply): void {
  const { socket } = response.req
  if (delivery === 'none') {
    socket.resetAndDestroy()
    return
  }
  // There is no half of nothing.
  const bytes = Buffer.from(delivery === 'half' && body === '' ? '{}' : body)
  response.writeHead(status, {
    ...headers,
    'content-type': CONTENT_TYPE,
    'content-length': bytes.length,
    'x-amzn-RequestId': randomUUID(),
  })
  if (delivery === 'half') response.write(bytes.subarray(0, bytes.length / 2), () => socket.destroy())
  else response.end(bytes)
}
