import type { StandardSchemaV1 } from '@standard-schema/spec'
import { DEFAULT_WORKFLOW } from '../../flow/names.js'
import { isDelayMs, isSignal, type Checks } from '../../base/options.js'

/** How long one result is awaited, and how its value is checked. */
export interface ResultOptions {
  /**
   * After how many ms the wait ends with ResultTimeoutError. The history of a job is looked at before that, which may take 3 s longer.
   * Infinity waits without a deadline.
   * @default the workflow's execution timeout plus 60 s, which is 3660000 for the default workflow
   */
  readonly timeoutMs?: number | undefined
  /** The abort of this signal ends the wait with AbortError. The job itself goes on. */
  readonly signal?: AbortSignal | undefined
  /** A Standard Schema that checks the value of the result. The type of its output is the type of the result. */
  readonly schema?: StandardSchemaV1 | undefined
}

/** Options with a schema. The type of its output is the type of the result. */
export interface SchemaOption<Schema extends StandardSchemaV1> {
  /** A Standard Schema that checks the value of the result. */
  readonly schema: Schema
}

/** A result that is reserved for a workflow of your own. */
export interface CreatedResult<T = unknown> {
  /** The key that the workflow must give to the result activity. It looks like `result_key: <id>`. */
  readonly key: string
  /** The task list on which the workflow must schedule the result activity. */
  readonly taskList: string
  /**
   * The promise of the result. It always settles: by the result, by a failure of the job, or because the deadline passed, the
   * signal was aborted or the service stopped.
   */
  readonly promise: Promise<T>
}

/** How long one result is awaited, with the default filled in. */
export interface Wait {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  readonly schema?: StandardSchemaV1 | undefined
}

/** How much longer than the workflow's own time a wait lasts. A result task that is sent at the very end may take so long. */
const GRACE_MS = 60_000

export const DEFAULT_EXECUTION_MS = Number(DEFAULT_WORKFLOW.executionStartToCloseTimeout) * 1000

export const RESULT_CHECKS: Checks = {
  timeoutMs: isDelayMs,
  signal: isSignal,
  schema: { expected: 'a Standard Schema (an object or function with "~standard")', accepts: isStandardSchema },
}

/** @param executionMs - the execution timeout of the job whose result is awaited */
export function resolveWait({ timeoutMs, signal, schema }: ResultOptions, executionMs: number): Wait {
  return { timeoutMs: timeoutMs ?? executionMs + GRACE_MS, signal, schema }
}

function isStandardSchema(value: unknown): boolean {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && '~standard' in value
}
