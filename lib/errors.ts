import type { SerializedError } from './protocol/serialized-error.js'
import { rebuiltError, restore } from './rebuilt-error.js'

/** Why a start was refused. Each names a different thing to mend. */
export type StartErrorCode =
  | 'ERR_RESULT_UNREACHABLE'
  | 'ERR_RESULT_REGION'
  | 'ERR_RESULT_CREDENTIALS'
  | 'ERR_RESULT_ACCESS_DENIED'
  | 'ERR_RESULT_DOMAIN_DEPRECATED'
  | 'ERR_RESULT_TYPE_DEPRECATED'
  | 'ERR_RESULT_TYPE_CONFLICT'
  | 'ERR_RESULT_NOT_REGISTERED'
  | 'ERR_RESULT_DATA_CONVERTER'
  | 'ERR_RESULT_THREAD'
  | 'ERR_RESULT_START'

/** How a job failed: it threw, ran out of time, or SWF could not schedule it. */
export type JobErrorCode = 'ERR_RESULT_JOB_FAILED' | 'ERR_RESULT_JOB_TIMED_OUT' | 'ERR_RESULT_JOB_NOT_SCHEDULED'

/** How an execution ended before its job had a result. */
export type WorkflowErrorCode =
  | 'ERR_RESULT_WORKFLOW_FAILED'
  | 'ERR_RESULT_WORKFLOW_TIMED_OUT'
  | 'ERR_RESULT_WORKFLOW_TERMINATED'
  | 'ERR_RESULT_WORKFLOW_CANCELED'

export type ResultErrorCode =
  | StartErrorCode
  | JobErrorCode
  | WorkflowErrorCode
  | 'ERR_RESULT_NOT_STARTED'
  | 'ERR_RESULT_OPTION_CONFLICT'
  | 'ERR_RESULT_STOPPED'
  | 'ERR_RESULT_WORKER_FAILED'
  | 'ERR_RESULT_TIMEOUT'
  | 'ERR_RESULT_VALIDATION'
  | 'ERR_RESULT_JOB_ALREADY_RUNNING'
  | 'ERR_RESULT_JOB_START'

const brand = Symbol.for('swf-result-worker.error')

/**
 * Names a class on its prototype, where `instanceof` looks for it: two copies of this package in one process
 * (two versions in a dependency tree, say) then agree on what an error is, whatever a minifier makes of class names.
 */
function brandAs(errorClass: { readonly prototype: Error }, name: string): void {
  const value = { value: name, configurable: true, writable: true }
  Object.defineProperties(errorClass.prototype, { name: value, [brand]: { value: name } })
}

function ownBrand(object: object): unknown {
  return Object.getOwnPropertyDescriptor(object, brand)?.value
}

/** Base of every error that this library makes, but for AbortError and TypeError, which are the platform's. */
export class ResultError extends Error {
  static {
    brandAs(this, 'ResultError')
  }

  readonly code: ResultErrorCode

  constructor(code: ResultErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    const wanted = ownBrand(this.prototype)
    if (wanted === undefined) return Function.prototype[Symbol.hasInstance].call(this, value)
    for (let link = value; typeof link === 'object' && link !== null; link = Object.getPrototypeOf(link)) {
      if (ownBrand(link) === wanted) return true
    }
    return false
  }
}

/** A result or job was asked of a service that is not running. */
export class ResultWorkerNotStartedError extends ResultError {
  static {
    brandAs(this, 'ResultWorkerNotStartedError')
  }

  constructor(message: string) {
    super('ERR_RESULT_NOT_STARTED', message)
  }
}

/** A start (of the result service or of a JobWorker) was refused; `code` says by what. A later start may try again. */
export class StartError extends ResultError {
  static {
    brandAs(this, 'StartError')
  }

  declare readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options)
  }
}

/** A start asked for another domain or option than the running service has. */
export class ResultWorkerConflictError extends ResultError {
  static {
    brandAs(this, 'ResultWorkerConflictError')
  }

  /** The option that differs. */
  readonly option: string

  constructor(option: string, message: string) {
    super('ERR_RESULT_OPTION_CONFLICT', message)
    this.option = option
  }
}

/** The service was stopped while this was under way. The job itself goes on in SWF. */
export class ResultWorkerStoppedError extends ResultError {
  static {
    brandAs(this, 'ResultWorkerStoppedError')
  }

  constructor(message: string, options?: ErrorOptions) {
    super('ERR_RESULT_STOPPED', message, options)
  }
}

/** A running service or JobWorker can go on no longer: SWF refuses its polls for good, or what it would put in place of a dead thread. `cause` says why. */
export class WorkerFailedError extends ResultError {
  static {
    brandAs(this, 'WorkerFailedError')
  }

  constructor(message: string, options?: ErrorOptions) {
    super('ERR_RESULT_WORKER_FAILED', message, options)
  }
}

/** No result came before the deadline. The job itself goes on in SWF. */
export class ResultTimeoutError extends ResultError {
  static {
    brandAs(this, 'ResultTimeoutError')
  }

  readonly key: string
  readonly timeoutMs: number

  constructor(key: string, timeoutMs: number, message: string) {
    super('ERR_RESULT_TIMEOUT', message)
    this.key = key
    this.timeoutMs = timeoutMs
  }
}

/** The result came, but does not match the `schema` given for it. */
export class ResultValidationError extends ResultError {
  static {
    brandAs(this, 'ResultValidationError')
  }

  readonly key: string
  /** The schema's own issues: a message and, mostly, a path. None if the schema threw: then that is the `cause`. */
  readonly issues: readonly ValidationIssue[]

  constructor(key: string, issues: readonly ValidationIssue[], message: string, options?: ErrorOptions) {
    super('ERR_RESULT_VALIDATION', message, options)
    this.key = key
    this.issues = issues
  }
}

export interface ValidationIssue {
  readonly message: string
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
}

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
  readonly fields: Readonly<Record<string, unknown>>

  constructor(
    code: JobErrorCode,
    failure: SerializedError,
    execution: { readonly workflowId?: string; readonly runId?: string } = {},
  ) {
    const { cause } = failure
    super(code, failure.message, cause && { cause: rebuiltError(cause) })
    this.workflowId = execution.workflowId
    this.runId = execution.runId
    this.type = failure.type
    this.fields = failure.fields
    restore(this, failure)
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
    super(`ERR_RESULT_WORKFLOW_${closeStatus}`, message, failure && { cause: rebuiltError(failure) })
    this.workflowId = execution.workflowId
    this.runId = execution.runId
    this.closeStatus = closeStatus
  }
}
