import { MAX_TIMER_MS, type Clock, type Timer } from './clock.js'

/** The time that a stop gives to what is under way, from its call on. It can be cut short while it lasts, and is never made longer. */
export class Drain {
  /** Resolves when the time is over, or `end` was called. */
  readonly ended: Promise<void>
  readonly #clock: Clock
  #end: () => void = () => {}
  #endsAt = Infinity
  #timer: Timer | undefined

  /** @param drainMs - Infinity for no end but by `shorten` or `end` */
  constructor(drainMs: number, clock: Clock) {
    this.#clock = clock
    this.ended = new Promise((resolve) => (this.#end = resolve))
    this.shorten(drainMs)
  }

  /** So many ms from now, if that is sooner. */
  shorten(drainMs: number): void {
    const endsAt = this.#clock.now() + drainMs
    if (endsAt >= this.#endsAt) return
    this.#endsAt = endsAt
    this.#timer?.cancel()
    if (drainMs === 0) this.end()
    else this.#timer = this.#clock.setTimer(() => this.end(), Math.min(drainMs, MAX_TIMER_MS))
  }

  /** Nothing is left to wait for. */
  end(): void {
    this.#endsAt = -Infinity
    this.#timer?.cancel()
    this.#end()
  }
}
