import type { SerializedError } from './serialized-error.js'
import { deserializeError, restoreDetails } from './deserialize-error.js'
import type { JobErrorCode, WorkflowErrorCode } from './codes.js'
import { brandAs, ResultError } from './result-error.js'

/** The job was not started, since another execution with the same `workflowId` is open. */
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

/** SWF did not take the job. The `cause` says why, and the message says if the job may have started all the same. */
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
 * The job failed. This error has everything that the worker's error had: the class name as `type`, the message, the stack, the own
 * fields, and a `cause` that reads as its cause did. A field can also be read from this error directly, if this error has no member of
 * the same name.
 */
export class JobFailedError extends ResultError {
  static {
    brandAs(this, 'JobFailedError')
  }

  declare readonly code: JobErrorCode
  /** The id of the job's execution, if this process started it. It is undefined for a key from `createResult`. */
  readonly workflowId: string | undefined
  readonly runId: string | undefined
  /** The class name of what was thrown, such as `TypeError`, `OrderRejected`, or Ruby's `RuntimeError`. */
  readonly type: string
  /** All own fields of what was thrown, as plain data. */
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

/** How an execution ended, in SWF's words. An execution that completed or continued as new has none of these. */
export type CloseStatus = 'FAILED' | 'TIMED_OUT' | 'TERMINATED' | 'CANCELED'

/**
 * The workflow execution of the job ended before the job had a result or a failure of its own. It ran out of time, or was terminated,
 * canceled, or failed by its decider. Whether the activity did its work is not known. If there is a `cause`, it is the last failure of
 * the activity or the failure of the decider.
 */
export class WorkflowClosedError extends ResultError {
  static {
    brandAs(this, 'WorkflowClosedError')
  }

  declare readonly code: WorkflowErrorCode
  readonly workflowId: string
  readonly runId: string
  /** How the execution ended, in SWF's words. */
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
