/** `stopped` is the beginning and an end; `failed` the end of a start that was refused or of a thread that died. */
export type ServiceState = 'stopped' | 'starting' | 'running' | 'stopping' | 'failed'

/** What a health check wants to know. Plain data. */
export interface Health {
  /** Running, and the last poll was not refused. */
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
  /** Tasks whose answers SWF did not get in time, or refused: it may give them out again. Their results have come all the same. */
  readonly unanswered: number
  /** How often the thread was replaced. */
  readonly restarts: number
  /** When SWF last answered a poll: ms since the epoch, to the second. */
  readonly lastPollAt: number | undefined
  /** The last fault or cause of failure, as `Name: message`. Cleared by the next poll that succeeds. */
  readonly lastError: string | undefined
}
