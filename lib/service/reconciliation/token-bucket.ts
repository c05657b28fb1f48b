import type { Clock } from '../../base/clock.js'

export interface TokenBucketOptions {
  /** At once. */
  readonly most: number
  /** In the long run. */
  readonly perSecond: number
}

/** So many of something at once, and so many a second in the long run: a token bucket. */
export class TokenBucket {
  readonly #options: TokenBucketOptions
  readonly #clock: Clock
  #left: number
  #countedAt: number

  constructor(options: TokenBucketOptions, clock: Clock) {
    this.#options = options
    this.#clock = clock
    this.#left = options.most
    this.#countedAt = clock.now()
  }

  /** @returns whether there was one to take */
  take(): boolean {
    const { most, perSecond } = this.#options
    const now = this.#clock.now()
    this.#left = Math.min(most, this.#left + ((now - this.#countedAt) / 1000) * perSecond)
    this.#countedAt = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
