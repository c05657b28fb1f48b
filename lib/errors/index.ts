export type { JobErrorCode, ResultErrorCode, StartErrorCode, WorkflowErrorCode } from './codes.js'
export { JobAlreadyRunningError, JobFailedError, JobStartError, WorkflowClosedError, type CloseStatus } from './job-errors.js'
export { ResultError } from './result-error.js'
export {
  ResultWorkerConflictError,
  ResultWorkerNotStartedError,
  ResultWorkerStoppedError,
  StartError,
  WorkerFailedError,
} from './service-errors.js'
export { ResultTimeoutError, ResultValidationError, type AwaitedResult, type ValidationIssue } from './wait-errors.js'
