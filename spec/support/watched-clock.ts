import type { Clock, Timer } from '../../lib/base/clock.js'

/** A clock that knows which of the timers set on it wait. */
export class WatchedClock implements Clock {
  readonly #clock: Clock
  readonly #waiting = new Map<Timer, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** Whether a timer of that delay does. */
  waitsFor(delayMs: number): boolean {
    return [...this.#waiting.values()].includes(delayMs)
  }

  now(): number {
    return this.#clock.now()
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer = this.#clock.setTimer(() => {
      this.#waiting.delete(watched)
      callback()
    }, delayMs)
    const watched: Timer = {
      cancel: () => {
        this.#waiting.delete(watched)
        timer.cancel()
      },
      unref: () => timer.unref(),
    }
    this.#waiting.set(watched, delayMs)
    return watched
  }
}
