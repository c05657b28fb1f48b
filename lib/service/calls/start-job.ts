import type { StartedExecution, StartExecutionCall } from '../../protocol/messages.js'
import { plainCopy } from '../../protocol/plain-data.js'
import type { CallMaker, OutstandingCall } from './call-lane.js'
import type { OutstandingCalls } from './outstanding-calls.js'
import type { PendingResult, Starting } from '../waiting/pending-result.js'
import { abortError, type PendingResults } from '../waiting/pending-results.js'
import type { Wait } from '../waiting/result-options.js'

/** What SWF is asked to start; the key is reserved here. */
export interface StartJobRequest {
  readonly call: Omit<StartExecutionCall, 'type' | 'key'>
  readonly wait: Wait
}

/** A job that SWF has taken. */
export interface StartedJob<T = unknown> {
  readonly workflowId: string
  readonly runId: string
  /** Of its result: `result_key: <id>` */
  readonly key: string
  /** Settles by result, job failure, the workflow's own end, deadline, signal or stop; it never hangs. */
  readonly result: Promise<T>
}

export interface StartJobParts {
  readonly pending: PendingResults
  readonly calls: OutstandingCalls
}

/**
 * Reserves the key, has the thread start the execution, and discards the key if that fails. An ending of the wait itself (deadline,
 * signal, stop) ends this too, also while the service is still starting; a result that overtakes the answer is one.
 *
 * @param running - resolves once the service runs; throws if it takes no jobs
 * @throws TypeError naming the path in the input of what is no plain data
 */
export function startJob(
  running: () => Promise<unknown>,
  parts: StartJobParts,
  { call, wait }: StartJobRequest,
): Promise<StartedJob> {
  const { workflowId, activity } = call
  // A copy, made now: what the caller does to the input afterwards changes nothing.
  const input = plainCopy(call.input, `the input of ${activity.className}.${activity.method}`)
  if (wait.signal?.aborted) throw abortError(wait.signal.reason)
  const opening = running()
  const entry = parts.pending.reserve(wait)
  entry.execution = { workflowId }
  entry.isUnsent = true
  const start = new AwaitedStart(parts, entry)
  const request = startExecutionCall(call, input, entry.key)
  opening.then(
    () => start.begin(request),
    (refusal: unknown) => start.failed(refusal),
  )
  return start.started
}

/** Written out member by member, since many wait: an object that is made with `...` has a hidden class of its own. */
export function startExecutionCall(call: StartJobRequest['call'], input: unknown, key: string | undefined): StartExecutionCall {
  return {
    type: 'startExecution',
    workflowId: call.workflowId,
    key,
    activity: call.activity,
    input,
    executionStartToCloseTimeout: call.executionStartToCloseTimeout,
    taskStartToCloseTimeout: call.taskStartToCloseTimeout,
    childPolicy: call.childPolicy,
    taskPriority: call.taskPriority,
    tagList: call.tagList,
  }
}

/**
 * A start under way, from the reserved key until SWF has taken the job or the wait has ended. A hundred thousand of them may wait for
 * their turn: so none has a signal, a listener or a chain of promises of its own.
 */
class AwaitedStart implements CallMaker<StartedExecution>, Starting {
  readonly started: Promise<StartedJob>
  readonly #parts: StartJobParts
  readonly #entry: PendingResult
  #resolve!: (job: StartedJob) => void
  #reject!: (reason: unknown) => void
  #call: OutstandingCall | undefined

  constructor(parts: StartJobParts, entry: PendingResult) {
    this.#parts = parts
    this.#entry = entry
    this.started = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    entry.starting = this
  }

  begin(request: StartExecutionCall): void {
    if (this.#entry.starting === this) this.#call = this.#parts.calls.make(request, this)
  }

  handedOver(): void {
    this.#entry.isUnsent = false
  }

  answered({ runId }: StartedExecution): void {
    if (this.#entry.execution !== undefined) this.#entry.execution.runId = runId
    this.arrived()
  }

  failed(reason: unknown): void {
    this.#parts.pending.reject(this.#entry, reason)
    this.ended(reason)
  }

  /** A result proves that the execution ran. Where it does not say which, the answer will. */
  arrived(): void {
    const { startedExecution, key, promise } = this.#entry
    if (startedExecution === undefined) return
    this.#end()
    this.#resolve({ ...startedExecution, key, result: promise })
  }

  ended(reason: unknown): void {
    this.#end()
    this.#reject(reason)
  }

  #end(): void {
    this.#entry.starting = undefined
    if (this.#call !== undefined) this.#parts.calls.withdraw(this.#call)
  }
}
