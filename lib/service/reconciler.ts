import type { Clock, Timer } from '../clock.js'
import type { AnswerTo, Call } from '../protocol/messages.js'
import { Allowance } from './allowance.js'
import { publish, publishFault } from './diagnostics.js'
import type { PendingResult } from './pending-result.js'
import type { PendingResults } from './pending-results.js'
import type { PollStatistics } from './poll-statistics.js'

/** Who passes calls on to the thread. */
export interface Caller {
  call<C extends Call>(call: C, options: { readonly signal: AbortSignal }): Promise<AnswerTo<C>>
}

export interface ReconcilerOptions {
  readonly clock: Clock
  readonly pending: PendingResults
  readonly statistics: PollStatistics
  /** The session that runs, if one does. */
  readonly running: () => Caller | undefined
}

/** Jobs are younger than this for the most part, and need no sweep. */
const SWEEP_INTERVAL_MS = 60_000
/** Of a thousand executions each; SWF's quota of these requests is 6 a second, for all of an account. */
const PAGES_PER_SWEEP = 10
/** Of histories, for sweeps and deadlines together. SWF's quota: 2,000 at once, and 60 a second. */
const READS = { most: 300, perSecond: 5 }
/** SWF's lists and histories are eventually consistent: a closed execution may be listed so much later than others. */
const LATENESS_MS = 60_000
/** AWS refuses the signatures of clocks that differ by more. */
const CLOCK_MARGIN_MS = 300_000
/** By sweeps at one history: it, too, may be late. */
const MOST_LOOKS = 3

const LIST = 'ListClosedWorkflowExecutions'
const READ = 'GetWorkflowExecutionHistory'

/**
 * Settles jobs that ended without their result task, by the histories of their executions: at a deadline, and by a sweep for all
 * that are pending, which asks SWF for what has closed, not for each job. So its requests are bounded, however many are pending.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions
  readonly #reads: Allowance
  readonly #denied = new WeakMap<Caller, Set<string>>()
  /** Closed, and their histories could not be read: each sweep tries again, and goes on without them. */
  readonly #unread = new Set<PendingResult>()
  #timer: Timer | undefined
  #sweep: AbortController | undefined
  /** What closed earlier has been swept, by SWF's clock: ms since the epoch. */
  #sweptUntil = -Infinity

  constructor(options: ReconcilerOptions) {
    this.#options = options
    this.#reads = new Allowance(READS, options.clock)
  }

  /** Something is pending: sweep from time to time. */
  watch(): void {
    if (this.#timer !== undefined || this.#sweep !== undefined) return
    this.#timer = this.#options.clock.setTimer(() => void this.#turn(), SWEEP_INTERVAL_MS)
    this.#timer.unref()
  }

  /** Nothing is pending any longer. */
  rest(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#sweep?.abort()
    this.#unread.clear()
  }

  /** For a deadline. Resolves after the look; undefined if there can be none. */
  lastLook(entry: PendingResult): Promise<void> | undefined {
    const session = this.#options.running()
    if (session === undefined || this.#isDenied(session, READ)) return undefined
    if (entry.startedExecution === undefined || !this.#reads.take()) return undefined
    return this.#look(session, entry, undefined).then(() => undefined)
  }

  async #turn(): Promise<void> {
    this.#timer = undefined
    const sweep = new AbortController()
    this.#sweep = sweep
    try {
      await this.#sweepOnce(sweep.signal)
    } catch (error) {
      if (!sweep.signal.aborted) publishFault(error, SWEEP_INTERVAL_MS)
    }
    this.#sweep = undefined
    if (this.#options.pending.size > 0) this.watch()
  }

  /** @throws what SWF answers */
  async #sweepOnce(signal: AbortSignal): Promise<void> {
    const session = this.#options.running()
    const oldest = this.#oldest()
    if (session === undefined || oldest === undefined) return
    if (this.#isDenied(session, LIST) || this.#isDenied(session, READ)) return
    if (!(await this.#settle(session, this.#stillUnread()))) return
    const since = Math.max(this.#sweptUntil, oldest.reservedAt - CLOCK_MARGIN_MS)
    let pageToken: string | undefined
    for (let pages = 1; pages <= PAGES_PER_SWEEP; pages += 1) {
      const page = await session.call({ type: 'listClosed', since, pageToken }, { signal })
      if (page === 'denied') return this.#refused(session, LIST)
      if (!(await this.#settle(session, this.#pendingOf(page.runIds)))) return
      pageToken = page.nextPageToken
      this.#sweptUntil = page.until ?? this.#sweptUntil
      if (pageToken === undefined) break
    }
    // Where a sweep ends early, the next one goes on from there, or it would never come to the end.
    if (pageToken === undefined) this.#sweptUntil -= LATENESS_MS
  }

  /** The one that waits longest, if that is long enough for a sweep. */
  #oldest(): PendingResult | undefined {
    const { pending, clock } = this.#options
    const before = clock.now() - SWEEP_INTERVAL_MS
    for (const entry of pending.entries()) {
      if (entry.reservedAt > before) return undefined
      if (entry.startedExecution !== undefined) return entry
    }
    return undefined
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

  /** @returns whether there was an allowance to look at them all */
  async #settle(session: Caller, entries: readonly PendingResult[]): Promise<boolean> {
    const looks: Array<Promise<void>> = []
    for (const entry of entries) {
      if (!this.#reads.take()) break
      looks.push(
        this.#look(session, entry, SWEEP_INTERVAL_MS).then((isRead) => {
          if (isRead) this.#unread.delete(entry)
          else this.#unread.add(entry)
        }),
      )
    }
    await Promise.all(looks)
    return looks.length === entries.length
  }

  /** @returns whether the history could be read, or need not be any more; never rejects */
  async #look(session: Caller, entry: PendingResult, retryInMs: number | undefined): Promise<boolean> {
    const { pending, statistics } = this.#options
    const execution = entry.startedExecution
    if (execution === undefined) return false
    const withdrawn = new AbortController()
    const settled = (): void => withdrawn.abort()
    entry.promise.then(settled, settled)
    try {
      const outcome = await session.call({ type: 'findOutcome', ...execution }, { signal: withdrawn.signal })
      if (outcome === 'denied') this.#refused(session, READ)
      else if (outcome === 'open') entry.looks += 1
      else if (pending.settle(entry.key, outcome)) statistics.reconciled += 1
      return outcome !== 'denied'
    } catch (error) {
      if (!withdrawn.signal.aborted) publishFault(error, retryInMs)
      return withdrawn.signal.aborted
    }
  }

  #isDenied(session: Caller, operation: string): boolean {
    return this.#denied.get(session)?.has(operation) ?? false
  }

  #refused(session: Caller, operation: string): void {
    const denied = this.#denied.get(session)
    if (denied !== undefined) return void denied.add(operation)
    this.#denied.set(session, new Set([operation]))
    const message = `a policy denies swf:${operation}: a job that ends without its result task settles at its deadline, not before; swf:${LIST} and swf:${READ} would tell of it`
    publish('swf-result-worker.fault', () => ({ name: 'Warning', message, retryInMs: undefined }))
  }
}
