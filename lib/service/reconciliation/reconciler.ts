import type { Clock, Timer } from '../../base/clock.js'
import type { Ask } from '../calls/ask.js'
import { Denials } from './denials.js'
import { publishFault } from '../reporting/diagnostics.js'
import { Histories } from './histories.js'
import type { PendingResult } from '../waiting/pending-result.js'
import type { PendingResults } from '../waiting/pending-results.js'
import type { ServiceStatistics } from '../reporting/service-statistics.js'
import { Sweep, SWEEP_INTERVAL_MS } from './sweep.js'

interface ReconcilerOptions {
  readonly clock: Clock
  readonly pending: PendingResults
  readonly statistics: ServiceStatistics
  /** Returns the function that asks the service's thread, if the service runs. */
  readonly currentAsk: () => Ask | undefined
}

/**
 * Settles jobs that ended without their result task, by the histories of their executions. It does so for one job at its deadline, and
 * for all pending jobs by a sweep. A sweep asks SWF which executions have closed, and does not ask for each job, so its requests are
 * bounded however many jobs are pending.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions
  readonly #histories: Histories
  readonly #sweep: Sweep
  #timer: Timer | undefined
  #underWay: AbortController | undefined

  constructor(options: ReconcilerOptions) {
    const { clock, pending, statistics } = options
    const denials = new Denials()
    this.#options = options
    this.#histories = new Histories({ clock, pending, statistics, denials })
    this.#sweep = new Sweep({ pending, histories: this.#histories, denials })
  }

  /** Something is pending, so a sweep is made every minute. */
  startSweeping(): void {
    if (this.#timer !== undefined || this.#underWay !== undefined) return
    this.#timer = this.#options.clock.setTimer(() => void this.#runSweep(), SWEEP_INTERVAL_MS)
    this.#timer.unref()
  }

  /** Nothing is pending any longer, so no more sweeps are made. */
  stopSweeping(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#underWay?.abort()
    this.#sweep.forget()
  }

  /**
   * Looks at the history of a job whose deadline has passed.
   *
   * @returns a promise that resolves after the look; undefined if the history may not be read now
   */
  lastLook(entry: PendingResult): Promise<void> | undefined {
    const ask = this.#options.currentAsk()
    const look = ask === undefined ? 'not now' : this.#histories.look(ask, entry)
    return look === 'not now' ? undefined : look.then(() => undefined)
  }

  async #runSweep(): Promise<void> {
    this.#timer = undefined
    const underWay = new AbortController()
    this.#underWay = underWay
    const ask = this.#options.currentAsk()
    const oldest = this.#oldestJob()
    try {
      if (ask !== undefined && oldest !== undefined) await this.#sweep.run(ask, oldest, underWay.signal)
    } catch (error) {
      if (!underWay.signal.aborted) publishFault(error, SWEEP_INTERVAL_MS)
    }
    this.#underWay = undefined
    if (this.#options.pending.size > 0) this.startSweeping()
  }

  /** The started job that has waited longest, if that is for a minute or more. Most jobs are younger, and need no sweep. */
  #oldestJob(): PendingResult | undefined {
    const { pending, clock } = this.#options
    const before = clock.now() - SWEEP_INTERVAL_MS
    for (const entry of pending.entries()) {
      if (entry.reservedAt > before) return undefined
      if (entry.startedExecution !== undefined) return entry
    }
    return undefined
  }
}
