import { setImmediate } from 'node:timers/promises'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Clock } from '../../base/clock.js'
import { ResultTimeoutError } from '../../errors/index.js'
import { RESULT_KEY_PREFIX } from '../../flow/names.js'
import { randomId } from '../../base/identity.js'
import type { Outcome } from '../../protocol/outcome.js'
import { AbortWatch } from './abort-watch.js'
import { Deadlines } from './deadlines.js'
import { outcomeError } from './outcome-error.js'
import { PendingResult } from './pending-result.js'
import type { Wait } from './result-options.js'
import { checkSchema } from './check-schema.js'

/** How a wait ended: by a result, or by what came before one. */
export type Ending = 'completed' | 'failed' | 'closed' | 'invalid' | 'timed-out' | 'aborted' | 'given-up'

/** How long a deadline waits for the last look at the job's history, or for the schema of what came in time but was read after it. */
const LAST_MOMENT_MS = 3_000

export interface PendingResultsHooks {
  /** A key was reserved: the process must live. */
  readonly reserved: () => void
  /** Its promise is settled. */
  readonly settled: (key: string, ending: Ending) => void
  /**
   * Has all settle that came but was not read yet. Where the main loop was busy a timer runs before messages are read, and what came in
   * time must not be overdue.
   */
  readonly readMessages?: () => void
  /**
   * Its deadline has passed. Resolves when the job's history was looked at, and the entry settled if that says how the job ended;
   * undefined if there is nothing to look at. Never rejects.
   */
  readonly overdue?: (entry: PendingResult) => Promise<void> | undefined
}

/**
 * The promises that wait for results, by key. An entry leaves the Map before it settles, and settles once; while an asynchronous
 * schema looks at a value that came, the entry waits in `#checking`, where its deadline, its signal and a stop still reach it.
 */
export class PendingResults {
  readonly #pending = new Map<string, PendingResult>()
  readonly #checking = new Set<PendingResult>()
  readonly #deadlines: Deadlines<PendingResult>
  readonly #aborts = new AbortWatch<PendingResult>({
    lastCall: () => this.#hooks.readMessages?.(),
    aborted: (entry, reason) => void this.#abort(entry, reason),
  })
  readonly #clock: Clock
  readonly #hooks: PendingResultsHooks

  constructor(clock: Clock, hooks: PendingResultsHooks) {
    this.#clock = clock
    this.#hooks = hooks
    const { readMessages } = hooks
    const lastCall = readMessages && (() => this.#readAllMessages(readMessages))
    this.#deadlines = new Deadlines({ clock, expire: (entry) => this.#expire(entry), lastCall })
  }

  get size(): number {
    return this.#pending.size
  }

  /** Reserves a new key. */
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

  /** Those that no outcome has come for, in the order of their reservation. */
  entries(): Iterable<PendingResult> {
    return this.#pending.values()
  }

  get(key: string): PendingResult | undefined {
    return this.#pending.get(key)
  }

  /**
   * @param runId - of the execution that it comes from
   * @returns false if nobody waits for the key: it is late, a duplicate, or unknown
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

  /** Gives a key up: its promise rejects with the reason. Does nothing if it is settled already. */
  reject(entry: PendingResult, reason: unknown, ending: Ending = 'given-up'): void {
    if (!this.#pending.delete(entry.key) && !this.#checking.delete(entry)) return
    this.#finish(entry, ending, () => entry.reject(reason))
  }

  /** All that is not settled, what a schema looks at included. */
  allUnsettled(): readonly PendingResult[] {
    return [...this.#pending.values(), ...this.#checking]
  }

  /** Rejects those of them that are left, each with its own reason, and returns them. */
  rejectAll(entries: readonly PendingResult[], reason: (entry: PendingResult) => Error): readonly PendingResult[] {
    const left = entries.filter((entry) => this.#pending.get(entry.key) === entry || this.#checking.has(entry))
    for (const entry of left) this.reject(entry, reason(entry))
    return left
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

  /** The job's history has the last word, if it is to be had within a moment; a result that comes meanwhile counts too. */
  #expire(entry: PendingResult): void {
    const looked = entry.isOverdue || entry.arrived ? undefined : this.#hooks.overdue?.(entry)
    if (looked === undefined) return this.#timeOut(entry)
    this.#giveLastMoment(entry)
    void looked.then(() => {
      if (!entry.arrived) this.#timeOut(entry)
    })
  }

  #giveLastMoment(entry: PendingResult): void {
    this.#deadlines.remove(entry)
    entry.isOverdue = true
    entry.deadline = this.#clock.now() + LAST_MOMENT_MS
    this.#deadlines.add(entry)
  }

  /** A turn of the loop more, since what has come may be asynchronous yet: an answer that somebody awaits, a schema. */
  async #readAllMessages(readMessages: () => void): Promise<void> {
    readMessages()
    await setImmediate()
  }

  async #abort(entry: PendingResult, reason: unknown): Promise<void> {
    if (entry.arrived) await setImmediate()
    this.reject(entry, abortError(reason, entry.isUnsent ? entry.outstanding : undefined), 'aborted')
  }

  #timeOut(entry: PendingResult): void {
    const { awaited, timeoutMs, subject, isUnsent, outstanding } = entry
    const message = isUnsent
      ? `${timeoutMs} ms were over before ${outstanding}`
      : `No result of ${subject} within ${timeoutMs} ms; it goes on in SWF`
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
 * The error with which Node's own functions answer an aborted signal.
 *
 * @param before - what had not come to pass, where that is sure
 */
export function abortError(reason: unknown, before?: string): Error {
  const message = 'The operation was aborted' + (before === undefined ? '' : ` before ${before}`)
  return Object.assign(new Error(message, { cause: reason }), { name: 'AbortError', code: 'ABORT_ERR' })
}
