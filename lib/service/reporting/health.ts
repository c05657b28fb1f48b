/**
 * `stopped` is the beginning and an end. While `restarting` the thread is dead and another is on its way: results and jobs are taken
 * and wait. `failed`: a start was refused, or SWF refuses what it once allowed.
 */
export type ServiceState = 'stopped' | 'starting' | 'running' | 'restarting' | 'stopping' | 'failed'

/** What a health check wants to know. Plain data. */
export interface Health {
  /** Running, and neither the last poll nor the last answer to a task was refused. */
  readonly ok: boolean
  readonly state: ServiceState
  readonly domain: string | undefined
  readonly region: string | undefined
  readonly taskList: string | undefined
  /** Results waited for now. */
  readonly pending: number
  /** Promises settled since the service was made, by whatever ending. */
  readonly settled: number
  /** Results that nobody waited for: late, duplicate or unknown. */
  readonly late: number
  /** Of the settled: by the history of the job's execution, since no result task came. */
  readonly reconciled: number
  /** Tasks whose answers SWF did not get in time, or refused: it may give them out again. Their results have come all the same. */
  readonly unanswered: number
  /** How often a thread that had died was replaced, since the service was made. */
  readonly restarts: number
  /** When SWF last answered a poll: ms since the epoch, to the second. */
  readonly lastPollAt: number | undefined
  /** The last fault or cause of failure, as `Name: message`. Cleared by the next poll that succeeds; that of an answer by the next answer, too. */
  readonly lastError: string | undefined
}
