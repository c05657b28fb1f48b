/** Why a start was refused. Each code names something else that has to be corrected. */
export type StartErrorCode =
  | 'ERR_RESULT_UNREACHABLE'
  | 'ERR_RESULT_REGION'
  | 'ERR_RESULT_CREDENTIALS'
  | 'ERR_RESULT_ACCESS_DENIED'
  | 'ERR_RESULT_DOMAIN_DEPRECATED'
  | 'ERR_RESULT_TYPE_DEPRECATED'
  /** A JobWorker found an activity type whose default task list is not that of its class. */
  | 'ERR_RESULT_TYPE_CONFLICT'
  | 'ERR_RESULT_NOT_REGISTERED'
  | 'ERR_RESULT_DATA_CONVERTER'
  /** The worker thread could not be made, or it ended before it polled. */
  | 'ERR_RESULT_THREAD'
  /** SWF refused the start for another reason, which the message tells. */
  | 'ERR_RESULT_START'

/** How a job failed: its activity threw or ran out of time, or SWF could not schedule it. */
export type JobErrorCode = 'ERR_RESULT_JOB_FAILED' | 'ERR_RESULT_JOB_TIMED_OUT' | 'ERR_RESULT_JOB_NOT_SCHEDULED'

/** How a workflow execution ended before its job had a result. */
export type WorkflowErrorCode =
  | 'ERR_RESULT_WORKFLOW_FAILED'
  | 'ERR_RESULT_WORKFLOW_TIMED_OUT'
  | 'ERR_RESULT_WORKFLOW_TERMINATED'
  | 'ERR_RESULT_WORKFLOW_CANCELED'

/** Every `code` that an error of this library can have. */
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
