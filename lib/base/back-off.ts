/** What to wait between attempts, in ms. */
export interface BackOffOptions {
  /** Ceiling of the first delay; each further failure doubles it. Half of it is the shortest delay of all. */
  readonly baseMs: number
  readonly capMs: number
  /** Like Math.random. */
  readonly random?: () => number
}

/**
 * Capped exponential delays with full jitter: a delay is drawn from the whole range up to its ceiling, so that processes
 * that failed together do not come back together. The range begins above zero: no luck of the draw makes a hot loop.
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
    const shortestMs = baseMs / 2
    const ceilingMs = Math.min(capMs, baseMs * 2 ** this.#failures)
    this.#failures += 1
    return Math.round(shortestMs + random() * (ceilingMs - shortestMs))
  }

  succeed(): void {
    this.#failures = 0
  }
}
