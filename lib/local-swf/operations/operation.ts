import type { Swf } from '../model/swf.js'
import { readRequest, type Shape } from '../validation/shape.js'

/** Told of a task as it is handed out, and how to hand it out once more. */
export type HandedOut = (again: () => void) => void

/** The request around an operation. */
export interface Call {
  readonly swf: Swf
  /** From the request's signature. */
  readonly region: string
  readonly accountId: string
  /** Whether the client is known to have gone. */
  isGone(): boolean
  /** Calls back when the client goes away before it is answered. */
  onGone(callback: () => void): void
  readonly handedOut?: HandedOut | undefined
}

/** What is answered: an object, or nothing (an empty body), at once or later. */
export type Answer = object | void | Promise<object>

/** @throws SwfFault what SWF answers instead */
export type Operation = (body: unknown, call: Call) => Answer

/** An operation: what its request looks like, and what it does. */
export function operation<Request>(request: Shape<Request>, handle: (request: Request, call: Call) => Answer): Operation {
  return (body, call) => handle(readRequest(request, body), call)
}
