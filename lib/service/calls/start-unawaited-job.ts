import { markHandled } from '../../base/promises.js'
import type { StartedExecution, StartExecutionCall } from '../../protocol/messages.js'
import { plainCopy } from '../../protocol/plain-data.js'
import { AbortWatch } from '../waiting/abort-watch.js'
import type { CallMaker, OutstandingCall } from './call-lane.js'
import { unsentJobText } from '../waiting/pending-result.js'
import type { OutstandingCalls } from './outstanding-calls.js'
import { abortError } from '../waiting/pending-results.js'
import { startExecutionCall, type StartJobRequest } from './start-job.js'

export interface StartUnawaitedJobRequest {
  readonly call: StartJobRequest['call']
  readonly signal?: AbortSignal | undefined
}

/** A job that SWF has taken, and whose result goes nowhere but into its history. */
export interface UnawaitedJob extends StartedExecution {
  readonly workflowId: string
}

/** Starts of executions without a result step. */
export class UnawaitedStarts {
  readonly #calls: OutstandingCalls
  readonly #aborts = new AbortWatch<UnawaitedStart>({ aborted: (start, reason) => start.abort(reason) })

  constructor(calls: OutstandingCalls) {
    this.#calls = calls
  }

  /**
   * Has the thread start one. The signal's abort ends this at once, also while the service is still starting.
   *
   * @param running - resolves once the service runs; throws if it takes no jobs
   * @throws TypeError naming the path in the input of what is no plain data
   */
  start(running: () => Promise<unknown>, { call, signal }: StartUnawaitedJobRequest): Promise<UnawaitedJob> {
    const { workflowId, activity } = call
    const input = plainCopy(call.input, `the input of ${activity.className}.${activity.method}`)
    if (signal?.aborted) throw abortError(signal.reason)
    const opening = running()
    const start = new UnawaitedStart(this.#calls, workflowId, () => {
      if (signal !== undefined) this.#aborts.remove(signal, start)
    })
    if (signal !== undefined) this.#aborts.add(signal, start)
    const request = startExecutionCall(call, input, undefined)
    opening.then(
      () => start.begin(request),
      (refusal: unknown) => start.failed(refusal),
    )
    return start.started
  }
}

/** One of them, until SWF has taken the job or nobody waits for that any longer. */
class UnawaitedStart implements CallMaker<StartedExecution> {
  readonly started: Promise<UnawaitedJob>
  readonly #calls: OutstandingCalls
  readonly #workflowId: string
  readonly #over: () => void
  #resolve!: (job: UnawaitedJob) => void
  #reject!: (reason: unknown) => void
  #call: OutstandingCall | undefined
  #isOver = false
  #isUnsent = true

  constructor(calls: OutstandingCalls, workflowId: string, over: () => void) {
    this.#calls = calls
    this.#workflowId = workflowId
    this.#over = over
    this.started = markHandled(
      new Promise((resolve, reject) => {
        this.#resolve = resolve
        this.#reject = reject
      }),
    )
  }

  begin(request: StartExecutionCall): void {
    if (!this.#isOver) this.#call = this.#calls.make(request, this)
  }

  handedOver(): void {
    this.#isUnsent = false
  }

  answered({ runId }: StartedExecution): void {
    this.#end()
    this.#resolve({ workflowId: this.#workflowId, runId })
  }

  failed(reason: unknown): void {
    this.#end()
    this.#reject(reason)
  }

  abort(reason: unknown): void {
    this.failed(abortError(reason, this.#isUnsent ? unsentJobText(this.#workflowId) : undefined))
  }

  #end(): void {
    this.#isOver = true
    this.#over()
    if (this.#call !== undefined) this.#calls.withdraw(this.#call)
  }
}
