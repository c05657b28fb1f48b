import type { StartErrorCode } from './codes.js'
import { brandAs, ResultError } from './result-error.js'

/** A result was asked of a service that does not run. */
export class ResultWorkerNotStartedError extends ResultError {
  static {
    brandAs(this, 'ResultWorkerNotStartedError')
  }

  constructor(message: string) {
    super('ERR_RESULT_NOT_STARTED', message)
  }
}

/**
 * The start of a result service or a JobWorker was refused. The `code` says why, and the message says what to do. A later start may
 * try again.
 */
export class StartError extends ResultError {
  static {
    brandAs(this, 'StartError')
  }

  declare readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options)
  }
}

/** A start asked for another domain or another option than the running service has. */
export class ResultWorkerConflictError extends ResultError {
  static {
    brandAs(this, 'ResultWorkerConflictError')
  }

  /** The path of the option that differs, such as `swf.region`. */
  readonly option: string

  constructor(option: string, message: string) {
    super('ERR_RESULT_OPTION_CONFLICT', message)
    this.option = option
  }
}

/** The service was stopped before this was done. A job that was started goes on in SWF. */
export class ResultWorkerStoppedError extends ResultError {
  static {
    brandAs(this, 'ResultWorkerStoppedError')
  }

  constructor(message: string, options?: ErrorOptions) {
    super('ERR_RESULT_STOPPED', message, options)
  }
}

/**
 * A running service or JobWorker can go on no longer, since SWF refuses its polls for good, or since its dead thread can have no
 * successor. The `cause` says why.
 */
export class WorkerFailedError extends ResultError {
  static {
    brandAs(this, 'WorkerFailedError')
  }

  constructor(message: string, options?: ErrorOptions) {
    super('ERR_RESULT_WORKER_FAILED', message, options)
  }
}
