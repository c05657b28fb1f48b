import type { Call } from '../../protocol/messages.js'

/** Who made a call. It hears once how the call ended, unless it has withdrawn it before. */
export interface CallMaker<Value> {
  /** A thread has got the call: before, nothing can have come of it. */
  handedOver?(): void
  answered(value: Value): void
  failed(reason: unknown): void
}

/** A call that is not answered yet. */
export class OutstandingCall {
  readonly call: Call
  readonly maker: CallMaker<unknown>
  /** Its number with the thread; 0 until it was posted. */
  id = 0
  /** A thread, which may be gone, was about to ask SWF for it. */
  maybeCarriedOut = false
  withdrawn = false
  /** Its place in the lane, until it is posted. */
  isWaiting = false
  before: OutstandingCall | undefined
  after: OutstandingCall | undefined

  constructor(call: Call, maker: CallMaker<unknown>) {
    this.call = call
    this.maker = maker
  }
}

/**
 * Calls of one kind. The thread has a few of them at a time; all others wait here, first come, first sent: in a linked list, so that any
 * of them may leave at once, and leaves nothing behind.
 */
export class CallLane {
  readonly #most: number
  #first: OutstandingCall | undefined
  #last: OutstandingCall | undefined
  #underWay = 0

  /** @param most - so many at a time are the thread's */
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

  /** @returns whether it was waiting here */
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

  /** The one that the thread gets next, if it has room for one. */
  next(): OutstandingCall | undefined {
    const call = this.#first
    if (call === undefined || this.#underWay >= this.#most) return undefined
    this.delete(call)
    this.#underWay += 1
    return call
  }

  /** The thread has one less. */
  done(): void {
    this.#underWay -= 1
  }

  /** Takes the first of those that wait. */
  shift(): OutstandingCall | undefined {
    const call = this.#first
    if (call !== undefined) this.delete(call)
    return call
  }
}
