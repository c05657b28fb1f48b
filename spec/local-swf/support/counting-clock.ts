import { ManualClock, type Clock, type Timer } from '../../../lib/local-swf/index.js'

/** A manual clock that tells how many timers wait on it. */
export class CountingClock implements Clock {
  readonly #clock = new ManualClock()
  readonly #waiting = new Set<object>()

  get waiting(): number {
    return this.#waiting.size
  }

  now(): number {
    return this.#clock.now()
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const fire = (): void => {
      this.#waiting.delete(fire)
      callback()
    }
    this.#waiting.add(fire)
    const timer = this.#clock.setTimer(fire, delayMs)
    const cancel = (): void => {
      this.#waiting.delete(fire)
      timer.cancel()
    }
    return { cancel, unref: () => {} }
  }

  advance(ms: number): void {
    this.#clock.advance(ms)
  }
}
