/** The state of a JobWorker. It is `failed` once SWF has refused its polls for good, and it stays so after a stop. */
export type JobWorkerState = 'running' | 'stopping' | 'stopped' | 'failed'

/** What `JobWorker.health` returns: plain data for a health check. */
export interface JobWorkerHealth {
  /** True while the worker runs and SWF refused neither the last poll nor the last answer to a task. */
  readonly ok: boolean
  readonly state: JobWorkerState
  /** The SWF domain that the worker polls. */
  readonly domain: string
  /** The AWS region that the worker polls. */
  readonly region: string
  /** How many activities are running now. */
  readonly running: number
  /** How many activities ended with a result since the start. */
  readonly completed: number
  /**
   * How many activity tasks failed since the start: the activity threw, its result could not be sent, or this worker has no
   * activity of that name.
   */
  readonly failed: number
  /** How many decision tasks were answered since the start. */
  readonly decisions: number
  /** How many answers SWF no longer wanted, because the task had timed out or its execution was closed. */
  readonly late: number
  /**
   * How many answers were given up because they could not be sent in time. SWF gives their tasks to another worker after their
   * timeouts.
   */
  readonly unanswered: number
  /** When SWF last answered a poll, in ms since the epoch. It is undefined before the first answer. */
  readonly lastPollAt: number | undefined
  /**
   * The last fault, as `Name: message`. The next poll that succeeds clears it. If the fault came from an answer to a task, the next
   * answer that SWF takes clears it too.
   */
  readonly lastError: string | undefined
}
