import type { Clock } from '../../base/clock.js'
import { JobStartError } from '../../errors/index.js'
import type { Answer, AnswerTo, Call, ToThread } from '../../protocol/messages.js'
import { rebuildError } from '../../errors/transported-error.js'
import { unsent } from '../waiting/pending-result.js'
import { CallLane, OutstandingCall, type CallMaker } from './call-lane.js'
import type { KeepAlive } from '../../base/keep-alive.js'

/** So many threads may end while they read a call, and it is taken for the reason. */
const MOST_DEATHS = 3

/**
 * Starts that the thread has at a time. One takes SWF some 50 ms, and SWF takes 200 a second in the long run: a few more than that
 * needs. Thousands at a time would take so many sockets, and leave the thread no time for anything else.
 */
const STARTS_AT_ONCE = 32

/** Reads have a lane of their own: a look at a history is never behind a hundred thousand starts. */
const READS_AT_ONCE = 16

/**
 * Calls that no thread has answered yet. The thread has a few at a time, the others wait in their lanes. Starts outlive a thread: the
 * next one gets those that it had, marked as sent before. Other calls only read, and are their makers' to repeat.
 */
export class OutstandingCalls {
  readonly #starts = new CallLane(STARTS_AT_ONCE)
  readonly #reads = new CallLane(READS_AT_ONCE)
  /** What a thread has or had, by number, in the order of their posting. */
  readonly #underWay = new Map<number, OutstandingCall>()
  readonly #clock: Clock
  readonly #keepAlive: KeepAlive
  #thread: ((message: ToThread) => void) | undefined
  /** To the thread, while it reads calls and none is to end: what comes of a call is its matter then. */
  #post: ((message: ToThread) => void) | undefined
  #lastId = 0

  constructor(clock: Clock, keepAlive: KeepAlive) {
    this.#clock = clock
    this.#keepAlive = keepAlive
  }

  /** The maker hears of the answer of this thread or a later one. */
  make<C extends Call>(call: C, maker: CallMaker<AnswerTo<C>>): OutstandingCall {
    const outstanding = new OutstandingCall(call, maker)
    const lane = this.#laneOf(outstanding)
    this.#keepAlive.hold()
    lane.add(outstanding)
    this.#fill(lane)
    return outstanding
  }

  /** Nobody waits for it any longer. One that no thread has got leaves at once; a thread that has it does not try it again. */
  withdraw(outstanding: OutstandingCall): void {
    if (this.#laneOf(outstanding).delete(outstanding)) return this.#keepAlive.release()
    if (!this.#underWay.has(outstanding.id)) return
    outstanding.withdrawn = true
    if (this.#post === undefined) this.#remove(outstanding)
    else this.#post({ type: 'withdraw', id: outstanding.id })
  }

  /** A thread was made. It gets nothing until it reads: whatever ends it before is none of the calls. */
  attach(post: (message: ToThread) => void): void {
    this.#thread = post
  }

  /** The thread reads: it gets what the one before it had, and what comes from now on. */
  listening(): void {
    this.#post = this.#thread
    for (const outstanding of this.#underWay.values()) this.#send(outstanding)
    this.#fill(this.#starts)
    this.#fill(this.#reads)
  }

  /** No call is sent any longer: the thread is about to end. */
  close(): void {
    this.#thread = undefined
  }

  /** It is gone. What nobody waits for any longer goes to no other, and neither does what has ended too many. */
  detach(cause: Error): void {
    let reading = this.#post !== undefined
    this.#post = undefined
    this.#thread = undefined
    for (const outstanding of this.#underWay.values()) {
      const { call, withdrawn, taken } = outstanding
      // Of those that it had yet to read, the first was under its eyes.
      if (!taken && reading) outstanding.deaths += 1
      reading &&= taken
      if (withdrawn) this.#remove(outstanding)
      else if (call.type !== 'startExecution') this.#fail(outstanding, cause)
      else if (outstanding.deaths === MOST_DEATHS) this.#fail(outstanding, unreadable(call.workflowId, cause))
    }
  }

  taken(id: number): void {
    const outstanding = this.#underWay.get(id)
    if (outstanding !== undefined) outstanding.taken = true
  }

  settle(id: number, answer: Answer): void {
    const outstanding = this.#underWay.get(id)
    if (outstanding === undefined) return
    this.#remove(outstanding)
    if (!outstanding.withdrawn) {
      if (answer.ok) outstanding.maker.answered(answer.value)
      else outstanding.maker.failed(rebuildError(answer.error))
    }
    this.#fill(this.#laneOf(outstanding))
  }

  /** @param reason - from what has not come to pass, for its message */
  rejectAll(reason: (what: string) => Error): void {
    for (const outstanding of this.#underWay.values()) this.#fail(outstanding, reason('SWF answered'))
    for (const lane of [this.#starts, this.#reads]) {
      for (let waiting = lane.shift(); waiting !== undefined; waiting = lane.shift()) {
        const { call, maker } = waiting
        this.#keepAlive.release()
        maker.failed(reason(call.type === 'startExecution' ? unsent(call.workflowId) : 'SWF was asked'))
      }
    }
  }

  #laneOf({ call }: OutstandingCall): CallLane {
    return call.type === 'startExecution' ? this.#starts : this.#reads
  }

  #fill(lane: CallLane): void {
    if (this.#post === undefined || this.#thread === undefined) return
    for (let outstanding = lane.next(); outstanding !== undefined; outstanding = lane.next()) {
      outstanding.id = this.#lastId += 1
      this.#underWay.set(outstanding.id, outstanding)
      this.#send(outstanding)
    }
  }

  #send(outstanding: OutstandingCall): void {
    const { id, call, sentAt, maker } = outstanding
    try {
      this.#post?.({ type: 'call', id, call, sentAt })
    } catch (cause) {
      // What cannot be cloned is the fault of this call alone.
      return this.#fail(outstanding, call.type === 'startExecution' ? unsendable(call.workflowId, cause) : cause)
    }
    if (sentAt !== undefined) return
    outstanding.sentAt = this.#clock.now()
    maker.sent?.()
  }

  #remove(outstanding: OutstandingCall): void {
    this.#underWay.delete(outstanding.id)
    this.#laneOf(outstanding).done()
    this.#keepAlive.release()
  }

  #fail(outstanding: OutstandingCall, reason: unknown): void {
    this.#remove(outstanding)
    if (!outstanding.withdrawn) outstanding.maker.failed(reason)
  }
}

function unsendable(workflowId: string, cause: unknown): JobStartError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message = `The job "${workflowId}" was not started: what it consists of cannot be handed to the worker thread (${why})`
  return new JobStartError(workflowId, message, { cause })
}

function unreadable(workflowId: string, cause: Error): JobStartError {
  const message = `The job "${workflowId}" was not started: ${MOST_DEATHS} worker threads ended while they read its input (the last: ${cause.message})`
  return new JobStartError(workflowId, message, { cause })
}
