import type { Clock, Timer } from './clock.js'

/** The last moment that a Date can hold (ECMAScript), in milliseconds since the epoch. */
const LAST_DATE_MS = 8_640_000_000_000_000

interface WaitingTimer {
  readonly atMs: number
  readonly callback: () => void
}

/** A clock that stands still until it is advanced. It never goes back. */
export class ManualClock implements Clock {
  #nowMs: number
  readonly #timers = new Set<WaitingTimer>()

  /** @param startMs the time at which the clock stands, in milliseconds since the epoch; by default the present real time */
  constructor(startMs: number = Date.now()) {
    this.#nowMs = startMs
  }

  /** The time in milliseconds since the epoch. */
  now(): number {
    return this.#nowMs
  }

  /** Calls back when the clock is advanced by `delayMs` milliseconds or more. */
  setTimer(callback: () => void, delayMs: number): Timer {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), callback }
    this.#timers.add(timer)
    return { cancel: () => void this.#timers.delete(timer), unref: () => {} }
  }

  /** The time at which the earliest timer falls due, or Infinity when there is no timer. */
  get nextTimerAtMs(): number {
    return this.#earliest(Infinity)?.atMs ?? Infinity
  }

  /**
   * Moves the time by `ms` milliseconds. Every timer that falls due on the way calls back in order, each at its own time, even one that
   * is set meanwhile.
   * @throws TypeError when `ms` is not a finite number of zero or more
   * @throws RangeError when the time would be beyond what a Date can hold
   */
  advance(ms: number): void {
    const untilMs = this.timeIn(ms)
    for (let due = this.#earliest(untilMs); due !== undefined; due = this.#earliest(untilMs)) {
      this.#timers.delete(due)
      this.#nowMs = Math.max(this.#nowMs, due.atMs)
      due.callback()
    }
    // A callback may have advanced it further.
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  /**
   * The time that it will be in `ms` milliseconds.
   * @throws TypeError or RangeError, as `advance` does
   */
  timeIn(ms: number): number {
    if (!Number.isFinite(ms) || ms < 0) {
      throw new TypeError(`advance takes milliseconds, a finite number of zero or more, not ${String(ms)}`)
    }
    const timeMs = this.#nowMs + ms
    if (timeMs > LAST_DATE_MS)
      throw new RangeError(`a manual clock ends with the last moment that a Date can hold, ${LAST_DATE_MS} ms`)
    return timeMs
  }

  #earliest(untilMs: number): WaitingTimer | undefined {
    let earliest: WaitingTimer | undefined
    for (const timer of this.#timers) {
      if (timer.atMs <= untilMs && (earliest === undefined || timer.atMs < earliest.atMs)) earliest = timer
    }
    return earliest
  }
}
