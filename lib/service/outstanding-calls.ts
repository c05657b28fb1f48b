import type { Clock } from '../clock.js'
import type { Answer, AnswerTo, Call, ToThread } from '../protocol/messages.js'
import { rebuildError } from '../protocol/transported-error.js'
import { deferred, type Deferred } from './deferred.js'
import type { KeepAlive } from './keep-alive.js'

export interface CallOptions {
  /** Of this call alone. Its abort tells the thread that nobody waits for the answer any longer. */
  readonly signal: AbortSignal
}

interface OutstandingCall {
  readonly call: Call
  readonly answered: Deferred<unknown>
  /** When a thread got it first, ms since the epoch. */
  sentAt: number | undefined
  withdrawn: boolean
}

/** Calls that no thread has answered yet, by number. They outlive a thread: the next one gets them, marked as sent before. */
export class OutstandingCalls {
  readonly #calls = new Map<number, OutstandingCall>()
  readonly #clock: Clock
  readonly #keepAlive: KeepAlive
  #post: ((message: ToThread) => void) | undefined
  #lastId = 0

  constructor(clock: Clock, keepAlive: KeepAlive) {
    this.#clock = clock
    this.#keepAlive = keepAlive
  }

  /** Resolves with the answer of this thread or a later one. */
  make<C extends Call>(call: C, { signal }: CallOptions): Promise<AnswerTo<C>> {
    const id = (this.#lastId += 1)
    const answered = deferred<unknown>()
    const entry: OutstandingCall = { call, answered, sentAt: undefined, withdrawn: false }
    this.#send(id, entry)
    this.#calls.set(id, entry)
    signal.addEventListener('abort', () => this.#withdraw(id, signal.reason), { once: true })
    // The thread of the same version answers each call with its own type: the table `Calls` ties the two.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this.#keepAlive.during(answered.promise) as Promise<AnswerTo<C>>
  }

  /** A thread was made: it gets what is unanswered, and what comes from now on. */
  attach(post: (message: ToThread) => void): void {
    this.#post = post
    for (const [id, entry] of this.#calls) this.#send(id, entry)
  }

  /** The thread is gone. What nobody waits for any longer goes to no other. */
  detach(cause: Error): void {
    this.#post = undefined
    for (const [id, { withdrawn, answered }] of this.#calls) {
      if (!withdrawn) continue
      this.#calls.delete(id)
      answered.reject(cause)
    }
  }

  settle(id: number, answer: Answer): void {
    const entry = this.#calls.get(id)
    if (entry === undefined) return
    this.#calls.delete(id)
    if (answer.ok) entry.answered.resolve(answer.value)
    else entry.answered.reject(rebuildError(answer.error))
  }

  rejectAll(reason: Error): void {
    for (const { answered } of this.#calls.values()) answered.reject(reason)
    this.#calls.clear()
  }

  /** Throws what the clone of its input throws. */
  #send(id: number, entry: OutstandingCall): void {
    if (this.#post === undefined) return
    this.#post({ type: 'call', id, call: entry.call, sentAt: entry.sentAt })
    entry.sentAt ??= this.#clock.now()
  }

  #withdraw(id: number, reason: Error): void {
    const entry = this.#calls.get(id)
    if (entry === undefined) return
    entry.withdrawn = true
    if (this.#post !== undefined) this.#post({ type: 'withdraw', id })
    else {
      this.#calls.delete(id)
      entry.answered.reject(reason)
    }
  }
}
