import type { Clock } from '../../base/clock.js'
import type { Ask } from '../calls/ask.js'
import { publishFault } from '../reporting/diagnostics.js'
import type { ServiceStatistics } from '../reporting/service-statistics.js'
import type { AwaitedExecution, PendingResult } from '../waiting/pending-result.js'
import type { PendingResults } from '../waiting/pending-results.js'
import type { Denials } from './denials.js'
import { TokenBucket } from './token-bucket.js'

interface HistoriesOptions {
  readonly clock: Clock
  readonly pending: PendingResults
  readonly statistics: ServiceStatistics
  readonly denials: Denials
}

/** How many histories are read. SWF's own quota is 2,000 at once and 60 a second, for the whole account. */
const READS = { most: 300, perSecond: 5 }

/** Settles jobs by the histories of their executions, and reads only so many histories at once and a second. */
export class Histories {
  readonly #options: HistoriesOptions
  readonly #reads: TokenBucket

  constructor(options: HistoriesOptions) {
    this.#options = options
    this.#reads = new TokenBucket(READS, options.clock)
  }

  /**
   * Looks at the history of one job, and settles the job if the history says how it ended.
   *
   * @param retryInMs - in how many ms there will be another look if this one fails; undefined if there will be none
   * @returns `not now` if no history may be read at the moment. Otherwise a promise, which never rejects: of `done` if the history was
   * read or the job has settled meanwhile, and of `failed` if the history could not be read
   */
  look(ask: Ask, entry: PendingResult, retryInMs?: number): Promise<'done' | 'failed'> | 'not now' {
    if (this.#options.denials.has(ask, 'GetWorkflowExecutionHistory')) return 'not now'
    if (entry.startedExecution === undefined || !this.#reads.take()) return 'not now'
    return this.#read(ask, entry, entry.startedExecution, retryInMs)
  }

  async #read(
    ask: Ask,
    entry: PendingResult,
    execution: Required<AwaitedExecution>,
    retryInMs: number | undefined,
  ): Promise<'done' | 'failed'> {
    const { pending, statistics, denials } = this.#options
    const withdrawn = new AbortController()
    const withdraw = (): void => withdrawn.abort()
    entry.promise.then(withdraw, withdraw)
    try {
      const outcome = await ask({ type: 'findOutcome', ...execution }, { signal: withdrawn.signal })
      if (outcome === 'denied') denials.add(ask, 'GetWorkflowExecutionHistory')
      else if (outcome === 'open') entry.looks += 1
      else if (pending.settle(entry.key, outcome)) statistics.reconciled += 1
      return outcome === 'denied' ? 'failed' : 'done'
    } catch (error) {
      if (withdrawn.signal.aborted) return 'done'
      publishFault(error, retryInMs)
      return 'failed'
    }
  }
}
