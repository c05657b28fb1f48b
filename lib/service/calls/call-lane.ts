import type { Call } from '../../protocol/messages.js'

/** The part of the service that made a call. It is told once how the call ended, unless it has withdrawn the call before. */
export interface CallMaker<Value> {
  /** The call was handed over to a thread. Until then it certainly had no effect. */
  handedOver?(): void
  answered(value: Value): void
  failed(reason: unknown): void
}

/** A call that no thread has answered yet. */
export class OutstandingCall {
  readonly call: Call
  readonly maker: CallMaker<unknown>
  /** The number by which the thread knows the call. It is 0 until the call is posted. */
  id = 0
  /** A thread, which may have died since, was about to send the call's request to SWF. */
  maybeCarriedOut = false
  withdrawn = false
  /** Whether the call waits in its lane, between `before` and `after`. */
  isWaiting = false
  before: OutstandingCall | undefined
  after: OutstandingCall | undefined

  constructor(call: Call, maker: CallMaker<unknown>) {
    this.call = call
    this.maker = maker
  }
}

/**
 * The calls of one kind. The thread has a limited number of them at a time. All others wait here, and the first to come is the first to
 * be sent. They form a linked list, so that any of them can leave without a search, and leaves nothing behind.
 */
export class CallLane {
  readonly #most: number
  #first: OutstandingCall | undefined
  #last: OutstandingCall | undefined
  #underWay = 0

  /** @param most - how many calls the thread has at a time */
  constructor(most: number) {
    this.#most = most
  }

  add(call: OutstandingCall): void {
    call.isWaiting = true
    call.before = this.#last
    if (this.#last === undefined) this.#first = call
    else this.#last.after = call
    this.#last = call
  }

  /** @returns whether the call was waiting here */
  delete(call: OutstandingCall): boolean {
    if (!call.isWaiting) return false
    const { before, after } = call
    if (before === undefined) this.#first = after
    else before.after = after
    if (after === undefined) this.#last = before
    else after.before = before
    call.isWaiting = false
    call.before = undefined
    call.after = undefined
    return true
  }

  /** Takes the call that the thread gets next, if one waits and the thread has room for it. */
  next(): OutstandingCall | undefined {
    const call = this.#first
    if (call === undefined || this.#underWay >= this.#most) return undefined
    this.delete(call)
    this.#underWay += 1
    return call
  }

  /** The thread has one call fewer. */
  done(): void {
    this.#underWay -= 1
  }

  /** Takes the first of the calls that wait, whether the thread has room or not. */
  shift(): OutstandingCall | undefined {
    const call = this.#first
    if (call !== undefined) this.delete(call)
    return call
  }
}
