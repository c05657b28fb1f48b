/** `failed`: SWF refuses its polls for good, or did before it was stopped. */
export type JobWorkerState = 'running' | 'stopping' | 'stopped' | 'failed'

/** What a health check wants to know. Plain data. */
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
  /** Decision tasks answered. */
  readonly decisions: number
  /** Answers that SWF no longer wanted: the task had timed out, or its execution was closed. */
  readonly late: number
  /** Answers given up, since they could not be sent in time. SWF gives their tasks to another worker after their timeouts. */
  readonly unanswered: number
  /** When SWF last answered a poll: ms since the epoch. */
  readonly lastPollAt: number | undefined
  /** The last fault, as `Name: message`. Cleared by the next poll that succeeds; that of an answer by the next answer, too. */
  readonly lastError: string | undefined
}
