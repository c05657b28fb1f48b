import { OrderedSet } from '../collections/ordered-set.js'
import { MAX_TIMER_MS, type Clock, type Timer } from './clock.js'

export interface Deadline {
  /** Does nothing when the deadline has passed, or was cancelled already. */
  cancel(): void
}

interface Entry {
  readonly atMs: number
  /** Orders what falls due in the same millisecond. */
  readonly sequence: number
  readonly callback: () => void
}

/**
 * Every deadline of the server, in order, under one timer of the clock. A cancelled deadline is forgotten immediately, so that nothing
 * leaks however many timeouts never come to pass. The timer may then fire for nothing, and is set anew.
 */
export class Deadlines {
  readonly #clock: Clock
  readonly #entries = new OrderedSet<Entry>((one, other) => one.atMs - other.atMs || one.sequence - other.sequence)
  #sequence = 0
  #timer: Timer | undefined
  #timerAtMs = Infinity
  #isStopped = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Calls back at `atMs` (milliseconds since the epoch); `Infinity` is never. */
  add(atMs: number, callback: () => void): Deadline {
    if (atMs === Infinity || this.#isStopped) return never
    const entry: Entry = { atMs, sequence: this.#sequence++, callback }
    this.#entries.add(entry)
    if (atMs < this.#timerAtMs) this.#setTimer()
    return { cancel: () => void this.#entries.remove(entry) }
  }

  clear(): void {
    this.#entries.clear()
    this.#setTimer()
  }

  /** Forgets every deadline, and all that are added later. */
  stop(): void {
    this.#isStopped = true
    this.clear()
  }

  #setTimer(): void {
    this.#timer?.cancel()
    const { first } = this.#entries
    this.#timerAtMs = first?.atMs ?? Infinity
    if (!first) return
    const delayMs = Math.min(MAX_TIMER_MS, Math.max(0, first.atMs - this.#clock.now()))
    this.#timer = this.#clock.setTimer(() => this.#runDue(), delayMs)
    this.#timer.unref()
  }

  #runDue(): void {
    const nowMs = this.#clock.now()
    // Deadlines that are added by the callbacks must not set the timer each: it is set once, below.
    this.#timerAtMs = -Infinity
    for (let { first } = this.#entries; first && first.atMs <= nowMs; { first } = this.#entries) {
      this.#entries.remove(first)
      first.callback()
    }
    this.#setTimer()
  }
}

const never: Deadline = { cancel: () => {} }
