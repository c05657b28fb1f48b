import type { SwfFault } from './faults.js'

/** The answer to one HTTP request. */
export interface Reply {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  /** The fault in the body, if the reply is one, for whoever is told of the request. */
  readonly fault?: { readonly name: string; readonly message: string }
  /** How much of the reply gets out before the connection breaks. By default all of it does, and the connection does not break. */
  readonly delivery?: 'half' | 'none'
}

/** The reply of an operation. One that answers nothing has an empty body. */
export function answerReply(answer: object | void): Reply {
  return { status: 200, body: answer === undefined ? '' : JSON.stringify(answer) }
}

/** The reply that tells a fault of SWF. */
export function faultReply({ type, message, status }: SwfFault): Reply {
  const name = type.slice(type.indexOf('#') + 1)
  const headers = { 'x-amzn-query-error': name }
  return { status, body: JSON.stringify({ __type: type, message }), headers, fault: { name, message } }
}

/** The reply that tells an error in LocalSwf itself. */
export function errorReply(error: unknown): Reply {
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
  const body = JSON.stringify({ __type: 'com.amazon.coral.service#InternalFailure', message: stack })
  return { status: 500, body, fault: { name: 'InternalFailure', message } }
}
