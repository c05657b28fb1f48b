import type { Swf } from '../model/swf.js'
import { readRequest, type Shape } from '../validation/shape.js'

/** Called with each task as it is handed out. Calling `again` hands the same task out once more. */
export type TaskListener = (again: () => void) => void

/** What an operation needs to know of the request that calls it. */
export interface Call {
  readonly swf: Swf
  /** The region that the request is signed for. */
  readonly region: string
  readonly accountId: string
  /** Whether the client is known to have disconnected. */
  isDisconnected(): boolean
  /** Calls back when the client disconnects before it is answered. */
  onDisconnect(callback: () => void): void
  readonly onTask?: TaskListener | undefined
}

/** What an operation answers: an object, or a promise of one, or nothing, which is an empty body. */
export type Answer = object | void | Promise<object>

/** @throws SwfFault, when SWF answers with a fault */
export type Operation = (body: unknown, call: Call) => Answer

/** Makes an operation of the shape of its requests and of what it does with one. */
export function operation<Request>(request: Shape<Request>, handle: (request: Request, call: Call) => Answer): Operation {
  return (body, call) => handle(readRequest(request, body), call)
}
