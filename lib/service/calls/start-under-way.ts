import type { AnswerTo, StartExecutionCall } from '../../protocol/messages.js'
import { unsentJobText, type PendingResult, type Starting } from '../waiting/pending-result.js'
import { abortError, type PendingResults } from '../waiting/pending-results.js'
import type { CallMaker, OutstandingCall } from './call-lane.js'
import type { OutstandingCalls } from './outstanding-calls.js'
import type { StartedJob, UnawaitedJob } from './started-job.js'

type Answer = AnswerTo<StartExecutionCall>

/**
 * A start that goes on until SWF has taken the job, or until nobody waits for it any longer. A hundred thousand of these may wait for
 * their turn, so none has a signal, a listener or a chain of promises of its own.
 */
export abstract class StartUnderWay<Job> implements CallMaker<Answer> {
  /** Resolves with the job once SWF has taken it. */
  readonly started: Promise<Job>
  readonly #calls: OutstandingCalls
  #resolve!: (job: Job) => void
  #reject!: (reason: unknown) => void
  #call: OutstandingCall | undefined
  #isOver = false

  constructor(calls: OutstandingCalls) {
    this.#calls = calls
    this.started = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  abstract handedOver(): void
  abstract answered(answer: Answer): void
  abstract failed(reason: unknown): void

  /** The service runs: the call is made, unless the start has ended before. */
  begin(call: StartExecutionCall): void {
    if (!this.#isOver) this.#call = this.#calls.make(call, this)
  }

  /** Nothing that others know of the start may lead to it any longer. */
  protected abstract release(): void

  protected resolve(job: Job): void {
    this.#end()
    this.#resolve(job)
  }

  protected reject(reason: unknown): void {
    this.#end()
    this.#reject(reason)
  }

  #end(): void {
    this.#isOver = true
    this.release()
    if (this.#call !== undefined) this.#calls.withdraw(this.#call)
  }
}

/** The start of a job whose result is awaited. */
export class AwaitedStart extends StartUnderWay<StartedJob> implements Starting {
  readonly #pending: PendingResults
  readonly #entry: PendingResult

  constructor(calls: OutstandingCalls, pending: PendingResults, entry: PendingResult) {
    super(calls)
    this.#pending = pending
    this.#entry = entry
    entry.starting = this
  }

  handedOver(): void {
    this.#entry.isUnsent = false
  }

  answered({ runId }: Answer): void {
    if (this.#entry.execution !== undefined) this.#entry.execution.runId = runId
    this.arrived()
  }

  failed(reason: unknown): void {
    this.#pending.reject(this.#entry, reason)
    this.ended(reason)
  }

  /** A result proves that the execution ran. If the result does not say which execution it came from, the answer to the call will. */
  arrived(): void {
    const { startedExecution, key, promise } = this.#entry
    if (startedExecution !== undefined) this.resolve({ ...startedExecution, key, result: promise })
  }

  ended(reason: unknown): void {
    this.reject(reason)
  }

  protected release(): void {
    this.#entry.starting = undefined
  }
}

/** The start of a job whose result nobody awaits. */
export class UnawaitedStart extends StartUnderWay<UnawaitedJob> {
  readonly #workflowId: string
  readonly #stopListening: () => void
  #isUnsent = true

  /** @param stopListening - is called when the start has ended, whatever ended it */
  constructor(calls: OutstandingCalls, workflowId: string, stopListening: () => void) {
    super(calls)
    this.#workflowId = workflowId
    this.#stopListening = stopListening
  }

  handedOver(): void {
    this.#isUnsent = false
  }

  answered({ runId }: Answer): void {
    this.resolve({ workflowId: this.#workflowId, runId })
  }

  failed(reason: unknown): void {
    this.reject(reason)
  }

  /** The caller's signal was aborted. */
  abort(reason: unknown): void {
    this.reject(abortError(reason, this.#isUnsent ? unsentJobText(this.#workflowId) : undefined))
  }

  protected release(): void {
    this.#stopListening()
  }
}
