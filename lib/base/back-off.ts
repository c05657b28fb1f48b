/** How long to wait between attempts. */
interface BackOffOptions {
  /** The ceiling of the first delay. Each further failure doubles the ceiling. Half of `baseMs` is the shortest delay of all. */
  readonly baseMs: number
  /** No ceiling is higher than this. */
  readonly capMs: number
  /** A function like Math.random. */
  readonly random?: () => number
}

/**
 * Exponential delays with a cap and full jitter. A delay is drawn at random from the whole range up to its ceiling, so that processes
 * that failed together do not come back together. The range begins above zero, so that no draw makes a hot loop.
 */
export class BackOff {
  readonly #options: BackOffOptions
  #failures = 0

  constructor(options: BackOffOptions) {
    this.#options = options
  }

  /** How many failures there were in a row. */
  get failures(): number {
    return this.#failures
  }

  /** Counts a failure, and returns how many ms to wait before the next attempt. */
  fail(): number {
    const { baseMs, capMs, random = Math.random } = this.#options
    const shortestMs = baseMs / 2
    const ceilingMs = Math.min(capMs, baseMs * 2 ** this.#failures)
    this.#failures += 1
    return Math.round(shortestMs + random() * (ceilingMs - shortestMs))
  }

  /** Ends the row of failures: the next delay is the first again. */
  succeed(): void {
    this.#failures = 0
  }
}
