import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { SwfFault } from '../faults.js'
import type { Refusal } from './refusal.js'

const CONTENT_TYPE = 'application/x-amz-json-1.0'

/** Answers with the object, or, for an operation that answers nothing, with an empty body. */
export function respond(response: ServerResponse, answer: object | void): void {
  send(response, 200, answer === undefined ? '' : JSON.stringify(answer))
}

export function respondFault(response: ServerResponse, { type, message }: SwfFault): void {
  response.setHeader('x-amzn-query-error', type.slice(type.indexOf('#') + 1))
  send(response, 400, JSON.stringify({ __type: type, message }))
}

export function respondRefusal(response: ServerResponse, { status, message }: Refusal): void {
  if (status === 405) response.setHeader('allow', 'POST')
  send(response, status, JSON.stringify({ message }))
}

/** A fault of LocalSwf itself. */
export function respondFailure(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  send(response, 500, JSON.stringify({ __type: 'com.amazon.coral.service#InternalFailure', message }))
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': CONTENT_TYPE,
    'content-length': Buffer.byteLength(body),
    'x-amzn-RequestId': randomUUID(),
  })
  response.end(body)
}
