import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { AwaitedResult } from '../../errors/index.js'
import type { Expiring } from './deadlines.js'
import { deferred, type Deferred } from '../../base/promises.js'
import type { Wait } from './result-options.js'

/** The execution that will send a pending result, as far as it is known. */
export interface AwaitedExecution {
  workflowId: string
  runId?: string
}

/** The start of the job that will send a pending result. It exists until SWF has taken the job. */
export interface Starting {
  /** The outcome is known, so the execution was started. */
  arrived(): void
  /** The wait has ended without an outcome. */
  ended(reason: unknown): void
}

/** A reserved result key with its promise and its deadline. */
export class PendingResult implements Expiring {
  readonly key: string
  /** When the key was reserved, in ms since the epoch. */
  readonly reservedAt: number
  /** The deadline in ms since the epoch. It is moved once, to look at the job's history or to let a schema finish. */
  deadline: number
  readonly timeoutMs: number
  readonly schema: StandardSchemaV1 | undefined
  heapIndex = -1
  execution: AwaitedExecution | undefined
  /** Whether the outcome is known. The promise may still wait for an asynchronous schema then. */
  arrived = false
  starting: Starting | undefined
  /** Whether the start of the job still waits on the main thread, so that SWF certainly has not got it. */
  isUnsent = false
  /** Whether the first deadline has passed, so that the job's history or the schema has the last moments. */
  isOverdue = false
  /** How often the job's history was read and did not tell how the job ended. */
  looks = 0
  readonly signal: AbortSignal | undefined
  #deferred: Deferred<unknown> | undefined
  /** Settles the promise, if the result has settled before anybody asked for the promise. */
  #settle: ((promised: Deferred<unknown>) => void) | undefined

  constructor(key: string, reservedAt: number, { timeoutMs, signal, schema }: Wait) {
    this.key = key
    this.reservedAt = reservedAt
    this.deadline = reservedAt + timeoutMs
    this.timeoutMs = timeoutMs
    this.schema = schema
    this.signal = signal
  }

  /** Names the job, if this process started it, and the key, for messages. */
  get subject(): string {
    return this.execution === undefined ? `"${this.key}"` : `the job "${this.execution.workflowId}" ("${this.key}")`
  }

  /** Says in messages which event the wait did not see, as in "before the result came". */
  get awaitedEvent(): string {
    const { workflowId } = this.execution ?? {}
    return this.isUnsent && workflowId !== undefined ? unsentJobText(workflowId) : `the result of ${this.subject} came`
  }

  /** The execution, if SWF is known to have started it. */
  get startedExecution(): Required<AwaitedExecution> | undefined {
    const { workflowId, runId } = this.execution ?? {}
    return workflowId === undefined || runId === undefined ? undefined : { workflowId, runId }
  }

  /** The promise is made when it is first asked for. A job that waits for its turn takes a third less memory without it. */
  get promise(): Promise<unknown> {
    if (this.#deferred === undefined) {
      this.#deferred = deferred()
      this.#settle?.(this.#deferred)
    }
    return this.#deferred.promise
  }

  /** Names the result and its execution in errors and reports. */
  get awaited(): AwaitedResult {
    return { key: this.key, workflowId: this.execution?.workflowId, runId: this.execution?.runId }
  }

  /**
   * The outcome is known.
   *
   * @param runId - the run that the outcome comes from. The outcome may come before the answer to the job's start
   */
  arrive(runId: string | undefined): void {
    this.arrived = true
    if (this.execution !== undefined && runId !== undefined) this.execution.runId ??= runId
    this.starting?.arrived()
  }

  resolve(value: unknown): void {
    this.#settleAs((promised) => promised.resolve(value))
  }

  reject(reason: unknown): void {
    this.#settleAs((promised) => promised.reject(reason))
    if (!this.arrived) this.starting?.ended(reason)
  }

  #settleAs(settle: (promised: Deferred<unknown>) => void): void {
    this.#settle = settle
    if (this.#deferred !== undefined) settle(this.#deferred)
  }
}

/** Says in messages what a job that waited for its turn did not see, as in "before the job was sent to SWF". */
export function unsentJobText(workflowId: string): string {
  return `the job "${workflowId}" was sent to SWF: it was not started`
}
