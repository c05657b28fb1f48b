import type { StartErrorCode } from './codes.js'
import { brandAs, ResultError } from './result-error.js'

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

/** A running service or JobWorker can go on no longer: SWF refuses its polls for good, or a successor of its dead thread. `cause` says why. */
export class WorkerFailedError extends ResultError {
  static {
    brandAs(this, 'WorkerFailedError')
  }

  constructor(message: string, options?: ErrorOptions) {
    super('ERR_RESULT_WORKER_FAILED', message, options)
  }
}
