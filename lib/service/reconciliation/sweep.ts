import type { Ask } from '../calls/ask.js'
import type { Denials } from './denials.js'
import type { Histories } from './histories.js'
import type { PendingResult } from '../waiting/pending-result.js'
import type { PendingResults } from '../waiting/pending-results.js'

interface SweepOptions {
  readonly pending: PendingResults
  readonly histories: Histories
  readonly denials: Denials
}

export const SWEEP_INTERVAL_MS = 60_000
/** How many pages of a thousand executions one sweep reads. SWF's quota of these requests is 6 a second, for the whole account. */
const PAGES_PER_SWEEP = 10
/** SWF's lists and histories are eventually consistent: a closed execution may be listed this much later than others. */
const LATENESS_MS = 60_000
/** Jobs are not started in the order of their reservation: one that was reserved later may have started this much earlier. */
const START_MARGIN_MS = 300_000
/** How often sweeps look at one history. It may be late, too. */
const MOST_LOOKS = 3

/** Asks SWF which executions have closed since the last sweep, and looks at the histories of those whose results are pending here. */
export class Sweep {
  readonly #options: SweepOptions
  /**
   * Jobs whose executions have closed and whose histories could not be read. Each sweep tries them again, and then goes on without
   * them.
   */
  readonly #unread = new Set<PendingResult>()
  /** All executions that closed before this moment have been swept. It is by SWF's clock, in ms since the epoch. */
  #sweptUntil = -Infinity
  /** When the jobs were started, by SWF's clock. The clock of this machine may be wrong by minutes or days. */
  readonly #startedAt = new WeakMap<PendingResult, number>()

  constructor(options: SweepOptions) {
    this.#options = options
  }

  /**
   * @param oldest - the job that has waited longest of those that are started
   * @throws the error that SWF answers with, or the signal's reason if the signal is aborted
   */
  async run(ask: Ask, oldest: PendingResult, signal: AbortSignal): Promise<void> {
    const { denials } = this.#options
    if (denials.has(ask, 'ListClosedWorkflowExecutions') || denials.has(ask, 'GetWorkflowExecutionHistory')) return
    if (!(await this.#settle(ask, this.#stillUnread()))) return
    const startedAt = await this.#startOf(ask, oldest, signal)
    if (startedAt === 'denied') return denials.add(ask, 'GetWorkflowExecutionHistory')
    const since = Math.max(this.#sweptUntil, startedAt - START_MARGIN_MS)
    let pageToken: string | undefined
    for (let pages = 1; pages <= PAGES_PER_SWEEP; pages += 1) {
      signal.throwIfAborted()
      const page = await ask({ type: 'listClosed', since, pageToken }, { signal })
      if (page === 'denied') return denials.add(ask, 'ListClosedWorkflowExecutions')
      if (!(await this.#settle(ask, this.#pendingOf(page.runIds)))) return
      pageToken = page.nextPageToken
      this.#sweptUntil = page.until ?? this.#sweptUntil
      if (pageToken === undefined) break
    }
    // A sweep that ends before the last page is continued by the next one, or no sweep would ever reach the end.
    if (pageToken === undefined) this.#sweptUntil -= LATENESS_MS
  }

  /** Nothing is pending any longer, so there is no history to try again. */
  forget(): void {
    this.#unread.clear()
  }

  async #startOf(ask: Ask, entry: PendingResult, signal: AbortSignal): Promise<number | 'denied'> {
    const known = this.#startedAt.get(entry)
    if (known !== undefined || entry.startedExecution === undefined) return known ?? entry.reservedAt
    signal.throwIfAborted()
    const startedAt = await ask({ type: 'findStart', ...entry.startedExecution }, { signal })
    if (startedAt === 'denied') return startedAt
    // SWF may no longer know the execution, and then there is no better clock than the one here.
    this.#startedAt.set(entry, startedAt ?? entry.reservedAt)
    return startedAt ?? entry.reservedAt
  }

  #stillUnread(): readonly PendingResult[] {
    for (const entry of this.#unread) if (this.#options.pending.get(entry.key) !== entry) this.#unread.delete(entry)
    return [...this.#unread]
  }

  #pendingOf(runIds: readonly string[]): readonly PendingResult[] {
    const closed = new Set<string | undefined>(runIds)
    if (closed.size === 0) return []
    return Array.from(this.#options.pending.entries()).filter(
      (entry) => closed.has(entry.startedExecution?.runId) && entry.looks < MOST_LOOKS && !this.#unread.has(entry),
    )
  }

  /** @returns false if some of the histories may not be read now */
  async #settle(ask: Ask, entries: readonly PendingResult[]): Promise<boolean> {
    const looks: Array<Promise<void>> = []
    for (const entry of entries) {
      const look = this.#options.histories.look(ask, entry, SWEEP_INTERVAL_MS)
      if (look === 'not now') break
      looks.push(
        look.then((end) => {
          if (end === 'done') this.#unread.delete(entry)
          else this.#unread.add(entry)
        }),
      )
    }
    await Promise.all(looks)
    return looks.length === entries.length
  }
}
