/** Why a start was refused. Each names a different thing to mend. */
export type StartErrorCode =
  | 'ERR_RESULT_UNREACHABLE'
  | 'ERR_RESULT_REGION'
  | 'ERR_RESULT_CREDENTIALS'
  | 'ERR_RESULT_ACCESS_DENIED'
  | 'ERR_RESULT_DOMAIN_DEPRECATED'
  | 'ERR_RESULT_TYPE_DEPRECATED'
  /** Of a JobWorker: an activity type has another default task list than its class's. */
  | 'ERR_RESULT_TYPE_CONFLICT'
  | 'ERR_RESULT_NOT_REGISTERED'
  | 'ERR_RESULT_DATA_CONVERTER'
  /** The worker thread could not be made, or ended before it polled. */
  | 'ERR_RESULT_THREAD'
  /** SWF does not take the request as it is, or not at this moment. */
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
