/** The state of a JobWorker. It is `failed` if SWF refuses the polls for good, and stays so after a stop. */
export type JobWorkerState = 'running' | 'stopping' | 'stopped' | 'failed'

/** What a JobWorker says of itself, for health checks. It is plain data. */
export interface JobWorkerHealth {
  /** Whether the worker is running, and there is no fault of a poll or of an answer that still goes on. */
  readonly ok: boolean
  readonly state: JobWorkerState
  /** The SWF domain. */
  readonly domain: string
  /** The AWS region. */
  readonly region: string
  /** How many activities run now. */
  readonly running: number
  /** How many activities ended with a result since the start. */
  readonly completed: number
  /** How many tasks were answered with a failure: the activity threw, its result could not be sent, or this worker does not have it. */
  readonly failed: number
  /** How many decision tasks were answered. */
  readonly decisions: number
  /** How many answers SWF no longer wanted, since the task had timed out or its execution was closed. */
  readonly late: number
  /** How many answers were given up, since they could not be sent in time. SWF gives their tasks to another worker after their timeouts. */
  readonly unanswered: number
  /** When SWF last answered a poll, in ms since the epoch. It is undefined before the first answer. */
  readonly lastPollAt: number | undefined
  /**
   * The last fault that still goes on, as `Name: message`. The fault of a poll ends with the next successful poll of the same task list. The
   * fault of an answer ends with the next successful poll of any list, or with the next answer that reaches SWF.
   */
  readonly lastError: string | undefined
}
