import type { Caller } from '../calls/caller.js'
import type { Denials } from './denials.js'
import type { Histories } from './histories.js'
import type { PendingResult } from '../waiting/pending-result.js'
import type { PendingResults } from '../waiting/pending-results.js'

export interface SweepOptions {
  readonly pending: PendingResults
  readonly histories: Histories
  readonly denials: Denials
}

export const SWEEP_INTERVAL_MS = 60_000
/** Of a thousand executions each; SWF's quota of these requests is 6 a second, for all of an account. */
const PAGES_PER_SWEEP = 10
/** SWF's lists and histories are eventually consistent: a closed execution may be listed so much later than others. */
const LATENESS_MS = 60_000
/** Of two jobs the one that was reserved later may have been started so much earlier, and closed since. */
const START_MARGIN_MS = 300_000
/** At one history: it, too, may be late. */
const MOST_LOOKS = 3

/** Asks SWF for what has closed since the last time, and looks at the histories of those that are pending here. */
export class Sweep {
  readonly #options: SweepOptions
  /** Closed, and their histories could not be read: each sweep tries again, and goes on without them. */
  readonly #unread = new Set<PendingResult>()
  /** What closed earlier has been swept, by SWF's clock: ms since the epoch. */
  #sweptUntil = -Infinity
  /** When they were started, by SWF's clock: the one here may be wrong by minutes or days. */
  readonly #startedAt = new WeakMap<PendingResult, number>()

  constructor(options: SweepOptions) {
    this.#options = options
  }

  /**
   * @param oldest - of those that are pending and started
   * @throws what SWF answers; the signal's reason if that aborts
   */
  async run(session: Caller, oldest: PendingResult, signal: AbortSignal): Promise<void> {
    const { denials } = this.#options
    if (denials.has(session, 'ListClosedWorkflowExecutions') || denials.has(session, 'GetWorkflowExecutionHistory')) return
    if (!(await this.#settle(session, this.#stillUnread()))) return
    const startedAt = await this.#startOf(session, oldest, signal)
    if (startedAt === 'denied') return denials.add(session, 'GetWorkflowExecutionHistory')
    const since = Math.max(this.#sweptUntil, startedAt - START_MARGIN_MS)
    let pageToken: string | undefined
    for (let pages = 1; pages <= PAGES_PER_SWEEP; pages += 1) {
      signal.throwIfAborted()
      const page = await session.call({ type: 'listClosed', since, pageToken }, { signal })
      if (page === 'denied') return denials.add(session, 'ListClosedWorkflowExecutions')
      if (!(await this.#settle(session, this.#pendingOf(page.runIds)))) return
      pageToken = page.nextPageToken
      this.#sweptUntil = page.until ?? this.#sweptUntil
      if (pageToken === undefined) break
    }
    // Where a sweep ends early, the next one goes on from there, or it would never come to the end.
    if (pageToken === undefined) this.#sweptUntil -= LATENESS_MS
  }

  /** Nothing is pending any longer. */
  forget(): void {
    this.#unread.clear()
  }

  async #startOf(session: Caller, entry: PendingResult, signal: AbortSignal): Promise<number | 'denied'> {
    const known = this.#startedAt.get(entry)
    if (known !== undefined || entry.startedExecution === undefined) return known ?? entry.reservedAt
    signal.throwIfAborted()
    const startedAt = await session.call({ type: 'findStart', ...entry.startedExecution }, { signal })
    if (startedAt === 'denied') return startedAt
    // What SWF knows no longer has none, and then there is no better clock than the one here.
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

  /** @returns whether all could be looked at */
  async #settle(session: Caller, entries: readonly PendingResult[]): Promise<boolean> {
    const looks: Array<Promise<void>> = []
    for (const entry of entries) {
      const look = this.#options.histories.look(session, entry, SWEEP_INTERVAL_MS)
      if (look === undefined) break
      looks.push(
        look.then((isRead) => {
          if (isRead) this.#unread.delete(entry)
          else this.#unread.add(entry)
        }),
      )
    }
    await Promise.all(looks)
    return looks.length === entries.length
  }
}
