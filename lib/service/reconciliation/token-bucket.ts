import type { Clock } from '../../base/clock.js'

interface TokenBucketOptions {
  /** How many tokens the bucket holds when it is full. */
  readonly most: number
  /** How many tokens come in each second. */
  readonly perSecond: number
}

/** Allows so many of something at once, and so many a second in the long run. */
export class TokenBucket {
  readonly #options: TokenBucketOptions
  readonly #clock: Clock
  #tokens: number
  #countedAt: number

  constructor(options: TokenBucketOptions, clock: Clock) {
    this.#options = options
    this.#clock = clock
    this.#tokens = options.most
    this.#countedAt = clock.now()
  }

  /** @returns whether there was a token to take */
  take(): boolean {
    const { most, perSecond } = this.#options
    const now = this.#clock.now()
    this.#tokens = Math.min(most, this.#tokens + ((now - this.#countedAt) / 1000) * perSecond)
    this.#countedAt = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
