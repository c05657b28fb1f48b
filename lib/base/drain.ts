import { MAX_TIMER_MS, type Clock, type Timer } from './clock.js'

/**
 * The time that a stop gives to the work that is under way. It counts from the call of the stop, and can be shortened but not
 * prolonged.
 */
export class Drain {
  /** Resolves when the time is over, or when `end` is called. */
  readonly ended: Promise<void>
  readonly #clock: Clock
  #end: () => void = () => {}
  #endsAt = Infinity
  #timer: Timer | undefined

  /** @param drainMs - with Infinity only `shorten` and `end` end it */
  constructor(drainMs: number, clock: Clock) {
    this.#clock = clock
    this.ended = new Promise((resolve) => (this.#end = resolve))
    this.shorten(drainMs)
  }

  /** Ends the drain so many ms from now, unless it ends sooner anyway. */
  shorten(drainMs: number): void {
    const endsAt = this.#clock.now() + drainMs
    if (endsAt >= this.#endsAt) return
    this.#endsAt = endsAt
    this.#timer?.cancel()
    if (drainMs === 0) this.end()
    else this.#timer = this.#clock.setTimer(() => this.end(), Math.min(drainMs, MAX_TIMER_MS))
  }

  /** Ends the drain now, since there is nothing left to wait for. */
  end(): void {
    this.#endsAt = -Infinity
    this.#timer?.cancel()
    this.#end()
  }
}
