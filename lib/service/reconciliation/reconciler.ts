import type { Clock, Timer } from '../../base/clock.js'
import type { Caller } from '../calls/caller.js'
import { Denials } from './denials.js'
import { publishFault } from '../reporting/diagnostics.js'
import { Histories } from './histories.js'
import type { PendingResult } from '../waiting/pending-result.js'
import type { PendingResults } from '../waiting/pending-results.js'
import type { ServiceStatistics } from '../reporting/service-statistics.js'
import { Sweep, SWEEP_INTERVAL_MS } from './sweep.js'

export interface ReconcilerOptions {
  readonly clock: Clock
  readonly pending: PendingResults
  readonly statistics: ServiceStatistics
  /** The session that runs, if one does. */
  readonly running: () => Caller | undefined
}

/**
 * Settles jobs that ended without their result task, by the histories of their executions: at a deadline, and by a sweep for all
 * that are pending, which asks SWF for what has closed, not for each job. So its requests are bounded, however many are pending.
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

  /** Something is pending: sweep from time to time. */
  watch(): void {
    if (this.#timer !== undefined || this.#underWay !== undefined) return
    this.#timer = this.#options.clock.setTimer(() => void this.#turn(), SWEEP_INTERVAL_MS)
    this.#timer.unref()
  }

  /** Nothing is pending any longer. */
  rest(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#underWay?.abort()
    this.#sweep.forget()
  }

  /** For a deadline. Resolves after the look; undefined if there can be none. */
  lastLook(entry: PendingResult): Promise<void> | undefined {
    const session = this.#options.running()
    return session && this.#histories.look(session, entry)?.then(() => undefined)
  }

  async #turn(): Promise<void> {
    this.#timer = undefined
    const underWay = new AbortController()
    this.#underWay = underWay
    const session = this.#options.running()
    const oldest = this.#oldest()
    try {
      if (session !== undefined && oldest !== undefined) await this.#sweep.run(session, oldest, underWay.signal)
    } catch (error) {
      if (!underWay.signal.aborted) publishFault(error, SWEEP_INTERVAL_MS)
    }
    this.#underWay = undefined
    if (this.#options.pending.size > 0) this.watch()
  }

  /** The job that waits longest, if it does for long enough: most are younger than a minute, and need no sweep. */
  #oldest(): PendingResult | undefined {
    const { pending, clock } = this.#options
    const before = clock.now() - SWEEP_INTERVAL_MS
    for (const entry of pending.entries()) {
      if (entry.reservedAt > before) return undefined
      if (entry.startedExecution !== undefined) return entry
    }
    return undefined
  }
}
