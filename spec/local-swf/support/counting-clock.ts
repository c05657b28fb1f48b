import type { Clock, ManualClock, Timer } from '../../../lib/local-swf/index.js'

/** A clock that goes by another one, and tells how many timers were set on it and how many of them wait. */
export class CountingClock<Counted extends Clock = ManualClock> implements Clock {
  readonly counted: Counted
  set = 0
  readonly #waiting = new Set<object>()

  constructor(counted: Counted) {
    this.counted = counted
  }

  get waiting(): number {
    return this.#waiting.size
  }

  now(): number {
    return this.counted.now()
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const fire = (): void => {
      this.#waiting.delete(fire)
      callback()
    }
    this.set += 1
    this.#waiting.add(fire)
    const timer = this.counted.setTimer(fire, delayMs)
    const cancel = (): void => {
      this.#waiting.delete(fire)
      timer.cancel()
    }
    return { cancel, unref: () => timer.unref() }
  }
}
