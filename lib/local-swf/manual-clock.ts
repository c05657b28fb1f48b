import type { Clock, Timer } from './clock.js'

interface WaitingTimer {
  readonly atMs: number
  readonly callback: () => void
}

/** A clock that stands still until it is advanced. */
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

  /** Moves time by `ms`. What falls due on the way runs in order, each at its own time, timers set meanwhile included. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new TypeError(`advance takes milliseconds, zero or more, not ${String(ms)}`)
    const untilMs = this.#nowMs + ms
    for (let due = this.#earliest(untilMs); due !== undefined; due = this.#earliest(untilMs)) {
      this.#timers.delete(due)
      this.#nowMs = due.atMs
      due.callback()
    }
    this.#nowMs = untilMs
  }

  #earliest(untilMs: number): WaitingTimer | undefined {
    let earliest: WaitingTimer | undefined
    for (const timer of this.#timers) {
      if (timer.atMs <= untilMs && (earliest === undefined || timer.atMs < earliest.atMs)) earliest = timer
    }
    return earliest
  }
}
