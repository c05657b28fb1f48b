import type { Call } from '../protocol/messages.js'

/** Who made a call. It hears once how the call ended, unless it has withdrawn it before. */
export interface CallMaker<Value> {
  /** A thread gets the call now, for the first time: before, nothing can have come of it. */
  sent?(): void
  answered(value: Value): void
  failed(reason: unknown): void
}

/** A call that is not answered yet. */
export class OutstandingCall {
  readonly call: Call
  readonly maker: CallMaker<unknown>
  /** Its number with the thread; 0 until it was posted. */
  id = 0
  /** When a thread got it first, ms since the epoch. */
  sentAt: number | undefined
  withdrawn = false
  /** A thread has read it, and lived. */
  taken = false
  /** Threads that ended while it was theirs to read. */
  deaths = 0

  constructor(call: Call, maker: CallMaker<unknown>) {
    this.call = call
    this.maker = maker
  }
}

/**
 * Calls of one kind. The thread has a few of them at a time; all others wait here, first come, first sent, and each of them costs no
 * more than a place in a Set.
 */
export class CallLane {
  readonly #most: number
  readonly #waiting = new Set<OutstandingCall>()
  /** Kept from one call to the next: a new iterator would pass over the places of all that have left. */
  #line = this.#waiting.values()
  #underWay = 0

  /** @param most - so many at a time are the thread's */
  constructor(most: number) {
    this.#most = most
  }

  add(call: OutstandingCall): void {
    this.#waiting.add(call)
  }

  /** @returns whether it was waiting here */
  delete(call: OutstandingCall): boolean {
    return this.#waiting.delete(call)
  }

  /** The one that the thread gets next, if it has room for one. */
  next(): OutstandingCall | undefined {
    if (this.#underWay >= this.#most) return undefined
    const call = this.#first()
    if (call === undefined) return undefined
    this.#waiting.delete(call)
    this.#underWay += 1
    return call
  }

  /** The thread has one less. */
  done(): void {
    this.#underWay -= 1
  }

  /** Takes all that wait. */
  clear(): readonly OutstandingCall[] {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    return waiting
  }

  #first(): OutstandingCall | undefined {
    if (this.#waiting.size === 0) return undefined
    const { value, done } = this.#line.next()
    if (!done) return value
    // An iterator that came to the end once stays there.
    this.#line = this.#waiting.values()
    return this.#line.next().value
  }
}
