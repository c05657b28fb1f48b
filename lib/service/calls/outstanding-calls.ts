import { JobStartError } from '../../errors/index.js'
import type { Answer, AnswerTo, Call, ToThread } from '../../protocol/messages.js'
import { rebuildError } from '../../errors/transported-error.js'
import { unsentJobText } from '../waiting/pending-result.js'
import { CallLane, OutstandingCall, type CallMaker } from './call-lane.js'
import type { KeepAlive } from '../../base/keep-alive.js'

/**
 * How many starts the thread has at a time. It sends a few of them at once, and the others wait in the thread, so that they go on while
 * the main loop is busy. All further starts wait here, where they cost less memory and leave as soon as their wait ends.
 */
const STARTS_HANDED_OVER = 1_000

/** How many reads the thread has at a time. Reads have a lane of their own, so that none waits behind a hundred thousand starts. */
const READS_AT_ONCE = 16

/**
 * The calls that no thread has answered yet. The thread has some of them, and the others wait in their lanes. Starts outlive a thread: its
 * successor gets the starts that it had, with a mark on those that it may have carried out. All other calls only read. They fail with
 * the thread, and whoever made one may make it again.
 */
export class OutstandingCalls {
  readonly #starts = new CallLane(STARTS_HANDED_OVER)
  readonly #reads = new CallLane(READS_AT_ONCE)
  /** The calls that a thread has or had, by number, in the order in which they were posted. */
  readonly #underWay = new Map<number, OutstandingCall>()
  readonly #keepAlive: KeepAlive
  /** Posts to the thread that lives, if one does. */
  #post: ((message: ToThread) => void) | undefined
  /** The thread is about to end, so it gets no more calls. */
  #isClosed = false
  #lastId = 0

  constructor(keepAlive: KeepAlive) {
    this.#keepAlive = keepAlive
  }

  /** Makes a call. Its maker is told of the answer, whether it comes from this thread or from a later one. */
  make<C extends Call>(call: C, maker: CallMaker<AnswerTo<C>>): OutstandingCall {
    const outstanding = new OutstandingCall(call, maker)
    const lane = this.#laneOf(outstanding)
    this.#keepAlive.hold()
    lane.add(outstanding)
    this.#fill(lane)
    return outstanding
  }

  /** Nobody waits for the call any longer. If no thread has it, it leaves here. A thread that has it no longer sends it. */
  withdraw(outstanding: OutstandingCall): void {
    if (this.#laneOf(outstanding).delete(outstanding)) return this.#keepAlive.release()
    if (!this.#underWay.has(outstanding.id)) return
    outstanding.withdrawn = true
    if (this.#post === undefined) this.#remove(outstanding)
    else this.#post({ type: 'withdraw', id: outstanding.id })
  }

  /** A thread was made. It gets the calls that the thread before it had, and those that are made from now on. */
  attach(post: (message: ToThread) => void): void {
    this.#post = post
    this.#isClosed = false
    for (const outstanding of this.#underWay.values()) this.#handOver(outstanding)
    this.#fill(this.#starts)
    this.#fill(this.#reads)
  }

  /** The thread is about to end: no call is handed over to it any longer. */
  close(): void {
    this.#isClosed = true
  }

  /** The thread is dead. A call that nobody waits for any longer is not given to its successor. */
  detach(cause: Error): void {
    this.#post = undefined
    for (const outstanding of this.#underWay.values()) {
      if (outstanding.withdrawn) this.#remove(outstanding)
      else if (outstanding.call.type !== 'startExecution') this.#fail(outstanding, cause)
    }
  }

  /** The thread is about to send the call's request to SWF, which may carry it out from now on. */
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

  /**
   * Fails every call.
   *
   * @param reason - makes the error from a text that says what had not happened yet
   */
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
      // A call that cannot be cloned fails alone.
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
  const message = `The job "${workflowId}" was not started: its input or options cannot be copied to the worker thread (${why})`
  return new JobStartError(workflowId, message, { cause })
}
