import type { Clock } from '../clock.js'
import { JobStartError } from '../errors.js'
import type { Answer, AnswerTo, Call, ToThread } from '../protocol/messages.js'
import { rebuildError } from '../protocol/transported-error.js'
import { deferred, type Deferred } from './deferred.js'
import type { KeepAlive } from './keep-alive.js'

/** So many threads may end while they read a call, and it is taken for the reason. */
const MOST_DEATHS = 3

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
  /** A thread has read it, and lived. */
  taken: boolean
  /** Threads that ended while it was theirs to read. */
  deaths: number
}

/**
 * Calls that no thread has answered yet, by number. Starts outlive a thread: the next one gets them, marked as sent before.
 * Other calls only read, and are their callers' to repeat.
 */
export class OutstandingCalls {
  readonly #calls = new Map<number, OutstandingCall>()
  readonly #clock: Clock
  readonly #keepAlive: KeepAlive
  #post: ((message: ToThread) => void) | undefined
  /** The thread reads calls: before, its end is none of theirs. */
  #isRead = false
  #lastId = 0

  constructor(clock: Clock, keepAlive: KeepAlive) {
    this.#clock = clock
    this.#keepAlive = keepAlive
  }

  /** Resolves with the answer of this thread or a later one. */
  make<C extends Call>(call: C, { signal }: CallOptions): Promise<AnswerTo<C>> {
    // A listener that is added to it now would never hear of it.
    if (signal.aborted) return Promise.reject(signal.reason)
    const id = (this.#lastId += 1)
    const answered = deferred<unknown>()
    const entry: OutstandingCall = { call, answered, sentAt: undefined, withdrawn: false, taken: false, deaths: 0 }
    this.#send(id, entry)
    this.#calls.set(id, entry)
    const withdraw = (): void => this.#withdraw(id, signal.reason)
    signal.addEventListener('abort', withdraw, { once: true })
    const forget = (): void => signal.removeEventListener('abort', withdraw)
    answered.promise.then(forget, forget)
    // The thread of the same version answers each call with its own type: the table `Calls` ties the two.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this.#keepAlive.during(answered.promise) as Promise<AnswerTo<C>>
  }

  /** A thread was made: it gets what is unanswered, and what comes from now on. */
  attach(post: (message: ToThread) => void): void {
    this.#post = post
    this.#isRead = false
    for (const [id, entry] of this.#calls) this.#send(id, entry)
  }

  /** It is gone. What nobody waits for any longer goes to no other, and neither does what has ended too many. */
  detach(cause: Error): void {
    this.#post = undefined
    let reading = this.#isRead
    for (const [id, entry] of this.#calls) {
      const { call, withdrawn, taken } = entry
      // Of those that it had yet to read, the first was under its eyes.
      if (!taken && reading) entry.deaths += 1
      reading &&= taken
      if (withdrawn || call.type !== 'startExecution') this.#reject(id, cause)
      else if (entry.deaths === MOST_DEATHS) this.#reject(id, unreadable(call.workflowId, cause))
    }
  }

  listening(): void {
    this.#isRead = true
  }

  taken(id: number): void {
    const entry = this.#calls.get(id)
    if (entry !== undefined) entry.taken = true
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
    if (this.#post === undefined) this.#reject(id, reason)
    else this.#post({ type: 'withdraw', id })
  }

  #reject(id: number, reason: Error): void {
    this.#calls.get(id)?.answered.reject(reason)
    this.#calls.delete(id)
  }
}

function unreadable(workflowId: string, cause: Error): JobStartError {
  const message = `The job "${workflowId}" was not started: ${MOST_DEATHS} worker threads ended while they read its input (the last: ${cause.message})`
  return new JobStartError(workflowId, message, { cause })
}
