import type { Clock, Timer } from './clock.js'

interface HeldTimer {
  readonly atMs: number
  readonly callback: () => void
}

/** A clock whose timers wait until they are released, even when they are overdue. */
export class HeldTimers implements Clock {
  readonly #clock: Clock
  readonly #timers = new Set<HeldTimer>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now(): number {
    return this.#clock.now()
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer = { atMs: this.now() + delayMs, callback }
    this.#timers.add(timer)
    return { cancel: () => void this.#timers.delete(timer), unref: () => {} }
  }

  /** Calls back every timer that is due. */
  release(): void {
    for (const timer of this.#timers) {
      if (timer.atMs > this.now()) continue
      this.#timers.delete(timer)
      timer.callback()
    }
  }
}
