export type { JobErrorCode, ResultErrorCode, StartErrorCode, WorkflowErrorCode } from './errors/codes.js'
export {
  JobAlreadyRunningError,
  JobFailedError,
  JobStartError,
  WorkflowClosedError,
  type CloseStatus,
} from './errors/job-errors.js'
export { ResultError } from './errors/result-error.js'
export {
  ResultWorkerConflictError,
  ResultWorkerNotStartedError,
  ResultWorkerStoppedError,
  StartError,
  WorkerFailedError,
} from './errors/service-errors.js'
export { ResultTimeoutError, ResultValidationError, type AwaitedResult, type ValidationIssue } from './errors/wait-errors.js'
