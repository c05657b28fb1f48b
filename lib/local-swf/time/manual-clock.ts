import type { Clock, Timer } from './clock.js'

/** The last moment that a Date holds (ECMAScript), in milliseconds since the epoch. */
const LAST_DATE_MS = 8_640_000_000_000_000

interface WaitingTimer {
  readonly atMs: number
  readonly callback: () => void
}

/** A clock that stands still until it is advanced, and never goes back. */
export class ManualClock implements Clock {
  #nowMs: number
  readonly #timers = new Set<WaitingTimer>()

  /** @param startMs milliseconds since the epoch; by default the real time of now */
  constructor(startMs: number = Date.now()) {
    this.#nowMs = startMs
  }

  now(): number {
    return this.#nowMs
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), callback }
    this.#timers.add(timer)
    return { cancel: () => void this.#timers.delete(timer), unref: () => {} }
  }

  /** When the earliest timer falls due, or Infinity. */
  get nextTimerAtMs(): number {
    return this.#earliest(Infinity)?.atMs ?? Infinity
  }

  /**
   * Moves time by `ms`. What falls due on the way runs in order, each at its own time, timers set meanwhile included.
   * @throws TypeError for what is no finite number of zero or more
   * @throws RangeError for a time that no Date holds
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

  /** The time that it will be in `ms`. @throws as advance does */
  timeIn(ms: number): number {
    if (!Number.isFinite(ms) || ms < 0) {
      throw new TypeError(`advance takes milliseconds, a finite number of zero or more, not ${String(ms)}`)
    }
    const timeMs = this.#nowMs + ms
    if (timeMs > LAST_DATE_MS) throw new RangeError(`a manual clock ends with the last Date, ${LAST_DATE_MS} ms`)
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
