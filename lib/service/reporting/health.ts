/**
 * The state of a result service. `stopped` is its state before the first start and after each stop. While it is `restarting`, its thread
 * is dead and a successor is on its way: new results and jobs are taken, and wait. It is `failed` after a start was refused, or when SWF
 * refuses for good what it once allowed.
 */
export type ServiceState = 'stopped' | 'starting' | 'running' | 'restarting' | 'stopping' | 'failed'

/** What a health check wants to know, as plain data. */
export interface Health {
  /** True if the service is running, and neither the last poll nor the last answer to a task was refused. */
  readonly ok: boolean
  readonly state: ServiceState
  readonly domain: string | undefined
  /** The AWS region. It is undefined while the service does not run. */
  readonly region: string | undefined
  /** The name of this process's own task list. It is undefined while the service does not run. */
  readonly taskList: string | undefined
  /** How many results are awaited now. */
  readonly pending: number
  /** How many promises have settled since the service was made, whatever settled them. */
  readonly settled: number
  /** How many results came that nobody waited for. They were late, duplicates, or of unknown keys. */
  readonly late: number
  /** How many of the settled promises were settled from the history of the job's execution, since no result task came. */
  readonly reconciled: number
  /**
   * How many answers to result tasks SWF did not get in time, or refused. SWF may give out these tasks again, although their
   * results have come.
   */
  readonly unanswered: number
  /** How many dead threads were replaced since the service was made. */
  readonly restarts: number
  /** When SWF last answered a poll, in ms since the epoch. It is exact to about a second. */
  readonly lastPollAt: number | undefined
  /**
   * The last fault or cause of failure, as `Name: message`. The next poll that succeeds clears it. A fault of an answer is also
   * cleared by the next answer that succeeds.
   */
  readonly lastError: string | undefined
}
