import { JobStartError } from '../../errors/index.js'
import type { Answer, AnswerTo, Call, ToThread } from '../../protocol/messages.js'
import { rebuildError } from '../../errors/transported-error.js'
import { unsentJobText } from '../waiting/pending-result.js'
import { CallLane, OutstandingCall, type CallMaker } from './call-lane.js'
import type { KeepAlive } from '../../base/keep-alive.js'

/**
 * Starts that are handed over to the thread. It sends a few at a time; the others wait there, so that they go on while this thread's
 * loop is busy. Beyond these a start waits here, where it costs less and leaves at once when its wait ends.
 */
const STARTS_HANDED_OVER = 1_000

/** Reads have a lane of their own: a look at a history is never behind a hundred thousand starts. */
const READS_AT_ONCE = 16

/**
 * Calls that no thread has answered yet. The thread has some of them, the others wait in their lanes. Starts outlive a thread: the next
 * one gets those that it had, with a mark on those that it may have carried out. Other calls only read, and are their makers' to repeat.
 */
export class OutstandingCalls {
  readonly #starts = new CallLane(STARTS_HANDED_OVER)
  readonly #reads = new CallLane(READS_AT_ONCE)
  /** What a thread has or had, by number, in the order of their posting. */
  readonly #underWay = new Map<number, OutstandingCall>()
  readonly #keepAlive: KeepAlive
  /** To the thread that lives, if one does. */
  #post: ((message: ToThread) => void) | undefined
  /** The thread is about to end: it gets no more calls. */
  #isClosed = false
  #lastId = 0

  constructor(keepAlive: KeepAlive) {
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

  /** Nobody waits for it any longer. One that no thread has got leaves at once. A thread that has it does not send it any more. */
  withdraw(outstanding: OutstandingCall): void {
    if (this.#laneOf(outstanding).delete(outstanding)) return this.#keepAlive.release()
    if (!this.#underWay.has(outstanding.id)) return
    outstanding.withdrawn = true
    if (this.#post === undefined) this.#remove(outstanding)
    else this.#post({ type: 'withdraw', id: outstanding.id })
  }

  /** A thread was made: it gets what the one before it had, and what comes from now on. */
  attach(post: (message: ToThread) => void): void {
    this.#post = post
    this.#isClosed = false
    for (const outstanding of this.#underWay.values()) this.#handOver(outstanding)
    this.#fill(this.#starts)
    this.#fill(this.#reads)
  }

  /** No call is handed over any longer: the thread is about to end. */
  close(): void {
    this.#isClosed = true
  }

  /** The thread is gone. What nobody waits for any longer goes to no other. */
  detach(cause: Error): void {
    this.#post = undefined
    for (const outstanding of this.#underWay.values()) {
      if (outstanding.withdrawn) this.#remove(outstanding)
      else if (outstanding.call.type !== 'startExecution') this.#fail(outstanding, cause)
    }
  }

  /** The thread is about to ask SWF for it: from now on SWF may have carried it out. */
  sending(id: number): void {
    const outstanding = this.#underWay.get(id)
    if (outstanding !== undefined) outstanding.maybeCarriedOut = true
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
        maker.failed(reason(call.type === 'startExecution' ? unsentJobText(call.workflowId) : 'SWF was asked'))
      }
    }
  }

  #laneOf({ call }: OutstandingCall): CallLane {
    return call.type === 'startExecution' ? this.#starts : this.#reads
  }

  #fill(lane: CallLane): void {
    if (this.#post === undefined || this.#isClosed) return
    for (let outstanding = lane.next(); outstanding !== undefined; outstanding = lane.next()) {
      outstanding.id = this.#lastId += 1
      this.#underWay.set(outstanding.id, outstanding)
      this.#handOver(outstanding)
    }
  }

  #handOver(outstanding: OutstandingCall): void {
    const { id, call, maybeCarriedOut, maker } = outstanding
    try {
      this.#post?.({ type: 'call', id, call, maybeCarriedOut })
    } catch (cause) {
      // What cannot be cloned is the fault of this call alone.
      return this.#fail(outstanding, call.type === 'startExecution' ? unsendable(call.workflowId, cause) : cause)
    }
    maker.handedOver?.()
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
