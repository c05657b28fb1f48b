import type { SerializedError } from './serialized-error.js'
import { deserializeError, restoreDetails } from './deserialize-error.js'
import type { JobErrorCode, WorkflowErrorCode } from './codes.js'
import { brandAs, ResultError } from './result-error.js'

/** An execution with the same workflowId is open, and it is not the one that this start made. */
export class JobAlreadyRunningError extends ResultError {
  static {
    brandAs(this, 'JobAlreadyRunningError')
  }

  readonly workflowId: string

  constructor(workflowId: string, message: string, options?: ErrorOptions) {
    super('ERR_RESULT_JOB_ALREADY_RUNNING', message, options)
    this.workflowId = workflowId
  }
}

/** SWF did not take the job. */
export class JobStartError extends ResultError {
  static {
    brandAs(this, 'JobStartError')
  }

  readonly workflowId: string

  constructor(workflowId: string, message: string, options?: ErrorOptions) {
    super('ERR_RESULT_JOB_START', message, options)
    this.workflowId = workflowId
  }
}

/**
 * The job failed. What its worker threw is here whole: class name as `type`, message, stack, own fields, and as `cause` an Error
 * that reads like its own cause did. A field whose name this error does not use itself can be read from it directly, too.
 */
export class JobFailedError extends ResultError {
  static {
    brandAs(this, 'JobFailedError')
  }

  declare readonly code: JobErrorCode
  /** Of the execution, if this process started it; undefined for a key from `createResult`. */
  readonly workflowId: string | undefined
  readonly runId: string | undefined
  /** Class name of what was thrown: `TypeError`, `OrderRejected`, Ruby's `RuntimeError`. */
  readonly type: string
  /** Its own fields, all of them: plain data. */
  readonly fields: Readonly<Record<string, unknown>>

  constructor(
    code: JobErrorCode,
    failure: SerializedError,
    execution: { readonly workflowId?: string; readonly runId?: string } = {},
  ) {
    const { cause } = failure
    super(code, failure.message, cause && { cause: deserializeError(cause) })
    this.workflowId = execution.workflowId
    this.runId = execution.runId
    this.type = failure.type
    this.fields = failure.fields
    restoreDetails(this, failure)
  }
}

/** SWF's own words for the end of an execution, but for the two that bring a result or go on. */
export type CloseStatus = 'FAILED' | 'TIMED_OUT' | 'TERMINATED' | 'CANCELED'

/**
 * The workflow execution of the job ended before the job had a result or a failure of its own: out of time, terminated, canceled, or
 * failed by its decider. Whether the activity did its work is not known, unless `cause` says what it failed with last.
 */
export class WorkflowClosedError extends ResultError {
  static {
    brandAs(this, 'WorkflowClosedError')
  }

  declare readonly code: WorkflowErrorCode
  readonly workflowId: string
  readonly runId: string
  readonly closeStatus: CloseStatus

  constructor(
    closeStatus: CloseStatus,
    execution: { readonly workflowId: string; readonly runId: string },
    message: string,
    failure?: SerializedError,
  ) {
    super(`ERR_RESULT_WORKFLOW_${closeStatus}`, message, failure && { cause: deserializeError(failure) })
    this.workflowId = execution.workflowId
    this.runId = execution.runId
    this.closeStatus = closeStatus
  }
}
