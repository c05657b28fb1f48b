import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Expiring } from './deadlines.js'
import { deferred } from './deferred.js'
import type { Wait } from './result-options.js'
import type { AbandonedResult } from './stop-report.js'

/** The execution that a pending result waits for, as far as it is known. */
export interface AwaitedExecution {
  workflowId: string
  runId?: string
}

/** A reserved key, its promise, its deadline. */
export class PendingResult implements Expiring {
  readonly key: string
  readonly deadline: number
  readonly timeoutMs: number
  readonly schema: StandardSchemaV1 | undefined
  heapIndex = -1
  execution: AwaitedExecution | undefined
  /** A result task brought its outcome; the promise may still wait for an asynchronous schema. */
  arrived = false
  readonly signal: AbortSignal | undefined
  readonly #deferred = deferred<unknown>()

  constructor(key: string, deadline: number, { timeoutMs, signal, schema }: Wait) {
    this.key = key
    this.deadline = deadline
    this.timeoutMs = timeoutMs
    this.schema = schema
    this.signal = signal
  }

  /** For messages: the job, if this process started it, and the key. */
  get subject(): string {
    return this.execution === undefined ? `"${this.key}"` : `the job "${this.execution.workflowId}" ("${this.key}")`
  }

  get promise(): Promise<unknown> {
    return this.#deferred.promise
  }

  get abandoned(): AbandonedResult {
    return { key: this.key, workflowId: this.execution?.workflowId, runId: this.execution?.runId }
  }

  resolve(value: unknown): void {
    this.#deferred.resolve(value)
  }

  reject(reason: unknown): void {
    this.#deferred.reject(reason)
  }
}
