import type { Clock } from '../../base/clock.js'
import { TokenBucket } from './token-bucket.js'
import type { Caller } from '../calls/caller.js'
import type { Denials } from './denials.js'
import { publishFault } from '../reporting/diagnostics.js'
import type { AwaitedExecution, PendingResult } from '../waiting/pending-result.js'
import type { PendingResults } from '../waiting/pending-results.js'
import type { ServiceStatistics } from '../reporting/service-statistics.js'

export interface HistoriesOptions {
  readonly clock: Clock
  readonly pending: PendingResults
  readonly statistics: ServiceStatistics
  readonly denials: Denials
}

/** SWF's quota: 2,000 at once, and 60 a second. */
const READS = { most: 300, perSecond: 5 }

/** Settles jobs by the histories of their executions, so many at once and so many a second. */
export class Histories {
  readonly #options: HistoriesOptions
  readonly #reads: TokenBucket

  constructor(options: HistoriesOptions) {
    this.#options = options
    this.#reads = new TokenBucket(READS, options.clock)
  }

  /**
   * @param retryInMs - in how many ms there will be another look, should this one fail; undefined if there will be none
   * @returns whether the history could be read, or need not be any more, and never rejects; undefined if there can be no look now
   */
  look(session: Caller, entry: PendingResult, retryInMs?: number): Promise<boolean> | undefined {
    if (this.#options.denials.has(session, 'GetWorkflowExecutionHistory')) return undefined
    if (entry.startedExecution === undefined || !this.#reads.take()) return undefined
    return this.#read(session, entry, entry.startedExecution, retryInMs)
  }

  async #read(
    session: Caller,
    entry: PendingResult,
    execution: Required<AwaitedExecution>,
    retryInMs: number | undefined,
  ): Promise<boolean> {
    const { pending, statistics, denials } = this.#options
    const withdrawn = new AbortController()
    const settled = (): void => withdrawn.abort()
    entry.promise.then(settled, settled)
    try {
      const outcome = await session.call({ type: 'findOutcome', ...execution }, { signal: withdrawn.signal })
      if (outcome === 'denied') denials.add(session, 'GetWorkflowExecutionHistory')
      else if (outcome === 'open') entry.looks += 1
      else if (pending.settle(entry.key, outcome)) statistics.reconciled += 1
      return outcome !== 'denied'
    } catch (error) {
      if (!withdrawn.signal.aborted) publishFault(error, retryInMs)
      return withdrawn.signal.aborted
    }
  }
}
