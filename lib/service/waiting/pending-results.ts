import { setImmediate } from 'node:timers/promises'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Clock } from '../../base/clock.js'
import { ResultTimeoutError } from '../../errors/index.js'
import { RESULT_KEY_PREFIX } from '../../flow/names.js'
import { randomId } from '../../base/identity.js'
import type { Ending } from '../reporting/diagnostics.js'
import type { Outcome } from '../../protocol/outcome.js'
import { AbortWatch } from './abort-watch.js'
import { Deadlines } from './deadlines.js'
import { outcomeError } from './outcome-error.js'
import { PendingResult } from './pending-result.js'
import type { Wait } from './result-options.js'
import { checkSchema } from './check-schema.js'

/** How long a deadline waits for the last look at the job's history, or for the schema of a result that came in time but was read late. */
const LAST_MOMENT_MS = 3_000

interface PendingResultsHooks {
  /** A key was reserved, so the process must live. */
  readonly reserved: () => void
  /** The promise of a key has settled. */
  readonly settled: (key: string, ending: Ending) => void
  /**
   * Reads the messages that have come and were not read yet, and settles their results. If the main loop was busy, a timer runs before
   * messages are read, and a result that came in time must not be overdue.
   */
  readonly readMessages?: () => void
  /**
   * The deadline of an entry has passed, so the job's history is looked at. The entry is settled if the history says how the job ended.
   *
   * @returns a promise that resolves after the look and never rejects; undefined if no history can be read
   */
  readonly overdue?: (entry: PendingResult) => Promise<void> | undefined
}

/**
 * The promises that wait for results, by key. An entry leaves the Map before it settles, and settles once. While an asynchronous schema
 * checks a value that came, the entry is in `#checking`, where its deadline, its signal and a stop still reach it.
 */
export class PendingResults {
  readonly #pending = new Map<string, PendingResult>()
  readonly #checking = new Set<PendingResult>()
  readonly #deadlines: Deadlines<PendingResult>
  readonly #aborts = new AbortWatch<PendingResult>({
    beforeAbort: () => this.#hooks.readMessages?.(),
    aborted: (entry, reason) => void this.#abort(entry, reason),
  })
  readonly #clock: Clock
  readonly #hooks: PendingResultsHooks

  constructor(clock: Clock, hooks: PendingResultsHooks) {
    this.#clock = clock
    this.#hooks = hooks
    const { readMessages } = hooks
    const beforeExpiry = readMessages && (() => this.#readAllMessages(readMessages))
    this.#deadlines = new Deadlines({ clock, expire: (entry) => this.#expire(entry), beforeExpiry })
  }

  /** How many keys no outcome has come for. */
  get size(): number {
    return this.#pending.size
  }

  /** Reserves a new key. Its wait begins at once. */
  reserve(wait: Wait): PendingResult {
    const key = RESULT_KEY_PREFIX + randomId()
    const entry = new PendingResult(key, this.#clock.now(), wait)
    this.#pending.set(key, entry)
    this.#deadlines.add(entry)
    this.#hooks.reserved()
    if (entry.signal?.aborted) this.reject(entry, abortError(entry.signal.reason), 'aborted')
    else if (entry.signal) this.#aborts.add(entry.signal, entry)
    return entry
  }

  /** The entries that no outcome has come for, in the order of their reservation. */
  entries(): Iterable<PendingResult> {
    return this.#pending.values()
  }

  get(key: string): PendingResult | undefined {
    return this.#pending.get(key)
  }

  /**
   * Settles the result of a key.
   *
   * @param runId - the run that the outcome comes from, if it is known
   * @returns false if nobody waits for the key, since the outcome is late or a duplicate, or the key is unknown
   */
  settle(key: string, outcome: Outcome, runId?: string): boolean {
    const entry = this.#pending.get(key)
    if (entry === undefined) return false
    this.#pending.delete(key)
    entry.arrive(runId)
    if (outcome.status !== 'completed') {
      const failure = outcomeError(outcome, entry)
      this.#finish(entry, outcome.status, () => entry.reject(failure))
    } else if (entry.schema === undefined) {
      this.#finish(entry, 'completed', () => entry.resolve(outcome.value))
    } else {
      void this.#check(entry, entry.schema, outcome.value)
    }
    return true
  }

  /** Gives an entry up, and its promise rejects with the reason. This does nothing if the entry has settled already. */
  reject(entry: PendingResult, reason: unknown, ending: Ending = 'given-up'): void {
    if (!this.#pending.delete(entry.key) && !this.#checking.delete(entry)) return
    this.#finish(entry, ending, () => entry.reject(reason))
  }

  /** All entries that have not settled, including those whose values a schema is checking. */
  allUnsettled(): readonly PendingResult[] {
    return [...this.#pending.values(), ...this.#checking]
  }

  /** Rejects those of the entries that have not settled yet, each with its own reason, and returns them. */
  rejectAll(entries: readonly PendingResult[], reason: (entry: PendingResult) => Error): readonly PendingResult[] {
    const unsettled = entries.filter((entry) => this.#pending.get(entry.key) === entry || this.#checking.has(entry))
    for (const entry of unsettled) this.reject(entry, reason(entry))
    return unsettled
  }

  async #check(entry: PendingResult, schema: StandardSchemaV1, value: unknown): Promise<void> {
    this.#checking.add(entry)
    if (entry.deadline <= this.#clock.now()) this.#giveLastMoment(entry)
    let ending: Ending = 'completed'
    let settle: () => void
    try {
      const checked = await checkSchema(entry, schema, value)
      settle = () => entry.resolve(checked)
    } catch (error) {
      ending = 'invalid'
      settle = () => entry.reject(error)
    }
    if (this.#checking.delete(entry)) this.#finish(entry, ending, settle)
  }

  /** Before an entry times out, the job's history is looked at for a moment. A result that comes meanwhile counts, too. */
  #expire(entry: PendingResult): void {
    const look = entry.isOverdue || entry.arrived ? undefined : this.#hooks.overdue?.(entry)
    if (look === undefined) return this.#timeOut(entry)
    this.#giveLastMoment(entry)
    void look.then(() => {
      if (!entry.arrived) this.#timeOut(entry)
    })
  }

  #giveLastMoment(entry: PendingResult): void {
    this.#deadlines.remove(entry)
    entry.isOverdue = true
    entry.deadline = this.#clock.now() + LAST_MOMENT_MS
    this.#deadlines.add(entry)
  }

  /** Waits one more turn of the event loop, since a message may still have asynchronous work to do, such as a schema. */
  async #readAllMessages(readMessages: () => void): Promise<void> {
    readMessages()
    await setImmediate()
  }

  async #abort(entry: PendingResult, reason: unknown): Promise<void> {
    if (entry.arrived) await setImmediate()
    this.reject(entry, abortError(reason, entry.isUnsent ? entry.awaitedEvent : undefined), 'aborted')
  }

  #timeOut(entry: PendingResult): void {
    const { awaited, timeoutMs, subject, isUnsent, awaitedEvent } = entry
    const message = isUnsent
      ? `${timeoutMs} ms had passed before ${awaitedEvent}`
      : `No result of ${subject} came within ${timeoutMs} ms; the work goes on in SWF`
    this.reject(entry, new ResultTimeoutError(awaited, timeoutMs, message), 'timed-out')
  }

  #finish(entry: PendingResult, ending: Ending, settle: () => void): void {
    this.#deadlines.remove(entry)
    if (entry.signal) this.#aborts.remove(entry.signal, entry)
    settle()
    this.#hooks.settled(entry.key, ending)
  }
}

/**
 * Makes the error with which Node's own functions answer an aborted signal.
 *
 * @param before - says what had certainly not happened yet, if anything
 */
export function abortError(reason: unknown, before?: string): Error {
  const message = 'The operation was aborted' + (before === undefined ? '' : ` before ${before}`)
  return Object.assign(new Error(message, { cause: reason }), { name: 'AbortError', code: 'ABORT_ERR' })
}
