import type { StandardSchemaV1 } from '@standard-schema/spec'
import { DEFAULT_WORKFLOW } from '../../flow/names.js'
import { isDelayMs, isSignal, type Checks } from '../../base/options.js'

/** How one result is waited for. */
export interface ResultOptions {
  /**
   * After how many ms to stop waiting; a job's history is looked at then, for up to 3 s. Infinity must be asked for.
   * @default the workflow's execution timeout and 60 s on top: 3660000 for the default workflow
   */
  readonly timeoutMs?: number | undefined
  /** Ends the wait, not the job. */
  readonly signal?: AbortSignal | undefined
  /** Standard Schema: checks the value that comes, and types it. */
  readonly schema?: StandardSchemaV1 | undefined
}

/** Options with a schema, whose output is then the type of the result. */
export interface SchemaOption<Schema extends StandardSchemaV1> {
  readonly schema: Schema
}

/** A reserved result. */
export interface CreatedResult<T = unknown> {
  /** `result_key: <id>` */
  readonly key: string
  /** Where the result activity must be scheduled. */
  readonly taskList: string
  /** Settles by result, job failure, deadline, signal or stop; it never hangs. */
  readonly promise: Promise<T>
}

/** A wait with its deadline decided. */
export interface Wait {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  readonly schema?: StandardSchemaV1 | undefined
}

/** Beyond the workflow's own time: what a last result task may still take. */
const GRACE_MS = 60_000

export const DEFAULT_EXECUTION_MS = Number(DEFAULT_WORKFLOW.executionStartToCloseTimeout) * 1000

export const RESULT_CHECKS: Checks = {
  timeoutMs: isDelayMs,
  signal: isSignal,
  schema: { expected: 'a Standard Schema (an object or function with "~standard")', accepts: isStandardSchema },
}

/** @param executionMs - the execution timeout of the job that is waited for */
export function resolveWait({ timeoutMs, signal, schema }: ResultOptions, executionMs: number): Wait {
  return { timeoutMs: timeoutMs ?? executionMs + GRACE_MS, signal, schema }
}

function isStandardSchema(value: unknown): boolean {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && '~standard' in value
}
