import type { StandardSchemaV1 } from '@standard-schema/spec'
import { DEFAULT_WORKFLOW } from '../flow/names.js'
import { checkOptions, isDelayMs, isSignal, type Checks } from '../options.js'
import type { PendingResultOptions } from './pending-result.js'

/** How one result is waited for. */
export interface ResultOptions {
  /**
   * After how many ms to stop waiting. Infinity must be asked for.
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

/** Beyond the workflow's own time: what a last result task may still take. */
const GRACE_MS = 60_000
const DEFAULT_EXECUTION_MS = Number(DEFAULT_WORKFLOW.executionStartToCloseTimeout) * 1000

export const RESULT_CHECKS: Checks = {
  timeoutMs: isDelayMs,
  signal: isSignal,
  schema: { expected: 'a Standard Schema (an object or function with "~standard")', accepts: isStandardSchema },
}

/**
 * @param executionMs - the execution timeout of the job that is waited for
 * @throws TypeError for a wrong option
 */
export function reservation(
  subject: string,
  options: ResultOptions,
  executionMs = DEFAULT_EXECUTION_MS,
): Omit<PendingResultOptions, 'deadline'> {
  checkOptions(subject, options, RESULT_CHECKS)
  const { timeoutMs = executionMs + GRACE_MS, signal, schema } = options
  return { timeoutMs, signal, schema }
}

function isStandardSchema(value: unknown): boolean {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && '~standard' in value
}
