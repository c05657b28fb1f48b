/** The state of a JobWorker. `failed` means that SWF refuses its polls for good, or did so before the worker was stopped. */
export type JobWorkerState = 'running' | 'stopping' | 'stopped' | 'failed'

/** What a health check wants to know, as plain data. */
export interface JobWorkerHealth {
  /** Running, and neither the last poll nor the last answer to a task was refused. */
  readonly ok: boolean
  readonly state: JobWorkerState
  readonly domain: string
  readonly region: string
  /** Activities that run now. */
  readonly running: number
  /** Activities that ended with a result, since the start. */
  readonly completed: number
  /** Activities that threw, or whose result cannot be sent; and tasks of activities that are not here. */
  readonly failed: number
  /** Decision tasks that were answered. */
  readonly decisions: number
  /** Answers that SWF no longer wanted: the task had timed out, or its execution was closed. */
  readonly late: number
  /** Answers that were given up, since they could not be sent in time. SWF gives their tasks to another worker after their timeouts. */
  readonly unanswered: number
  /** When SWF last answered a poll, in ms since the epoch. */
  readonly lastPollAt: number | undefined
  /** The last fault, as `Name: message`. The next poll that succeeds clears it. The next answer clears the fault of an answer, too. */
  readonly lastError: string | undefined
}
