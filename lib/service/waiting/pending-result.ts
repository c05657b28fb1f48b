import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { AwaitedResult } from '../../errors/index.js'
import type { Expiring } from './deadlines.js'
import { deferred, type Deferred } from '../../base/promises.js'
import type { Wait } from './result-options.js'

/** The execution that a pending result waits for, as far as it is known. */
export interface AwaitedExecution {
  workflowId: string
  runId?: string
}

/** Who starts the job that a pending result waits for, as long as SWF has not taken it. */
export interface Starting {
  /** The outcome is known: the execution ran. */
  arrived(): void
  /** The wait has ended without an outcome. */
  ended(reason: unknown): void
}

/** A reserved key, its promise, its deadline. */
export class PendingResult implements Expiring {
  readonly key: string
  /** ms since the epoch. */
  readonly reservedAt: number
  /** Moved on once, for a last moment. */
  deadline: number
  readonly timeoutMs: number
  readonly schema: StandardSchemaV1 | undefined
  heapIndex = -1
  execution: AwaitedExecution | undefined
  /** Its outcome is known; the promise may still wait for an asynchronous schema. */
  arrived = false
  starting: Starting | undefined
  /** A job that waits for its turn to be sent to SWF: nothing can have come of it. */
  isUnsent = false
  /** Its deadline has passed, and it has a last moment: the job's history is being looked at, or the schema looks at what came. */
  isOverdue = false
  /** How often a sweep has looked at the job's history. */
  looks = 0
  readonly signal: AbortSignal | undefined
  #deferred: Deferred<unknown> | undefined
  /** How it was settled, if it is. */
  #settle: ((promised: Deferred<unknown>) => void) | undefined

  constructor(key: string, reservedAt: number, { timeoutMs, signal, schema }: Wait) {
    this.key = key
    this.reservedAt = reservedAt
    this.deadline = reservedAt + timeoutMs
    this.timeoutMs = timeoutMs
    this.schema = schema
    this.signal = signal
  }

  /** For messages: the job, if this process started it, and the key. */
  get subject(): string {
    return this.execution === undefined ? `"${this.key}"` : `the job "${this.execution.workflowId}" ("${this.key}")`
  }

  /** For messages: what had yet to come to pass when the wait ended. */
  get outstanding(): string {
    const { workflowId } = this.execution ?? {}
    return this.isUnsent && workflowId !== undefined ? unsentJobText(workflowId) : `the result of ${this.subject} came`
  }

  /** The execution, once SWF has taken the job. */
  get startedExecution(): Required<AwaitedExecution> | undefined {
    const { workflowId, runId } = this.execution ?? {}
    return workflowId === undefined || runId === undefined ? undefined : { workflowId, runId }
  }

  /** Made when it is first asked for: a job that waits for its turn takes a third less without. */
  get promise(): Promise<unknown> {
    if (this.#deferred === undefined) {
      this.#deferred = deferred()
      this.#settle?.(this.#deferred)
    }
    return this.#deferred.promise
  }

  get awaited(): AwaitedResult {
    return { key: this.key, workflowId: this.execution?.workflowId, runId: this.execution?.runId }
  }

  /** @param runId - of the execution that the outcome comes from: it may overtake the answer to the job's start */
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

/** For messages: what had yet to come of a job that waits for its turn. */
export function unsentJobText(workflowId: string): string {
  return `the job "${workflowId}" was sent to SWF: it was not started`
}
