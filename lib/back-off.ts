/** What to wait between attempts, in ms. */
export interface BackOffOptions {
  /** Ceiling of the first delay; each further failure doubles it. */
  readonly baseMs: number
  readonly capMs: number
  /** Like Math.random. */
  readonly random?: () => number
}

/**
 * Capped exponential delays with full jitter: a delay is drawn from the whole range up to its ceiling, so that processes
 * that failed together do not come back together.
 */
export class BackOff {
  readonly #options: BackOffOptions
  #failures = 0

  constructor(options: BackOffOptions) {
    this.#options = options
  }

  /** Failures in a row. */
  get failures(): number {
    return this.#failures
  }

  /** Counts a failure; returns the ms to wait before the next attempt. */
  fail(): number {
    const { baseMs, capMs, random = Math.random } = this.#options
    const ceilingMs = Math.min(capMs, baseMs * 2 ** this.#failures)
    this.#failures += 1
    return Math.round(random() * ceilingMs)
  }

  succeed(): void {
    this.#failures = 0
  }
}
