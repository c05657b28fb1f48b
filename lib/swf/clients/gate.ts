/** Lets a limited number of callers work at once. The others wait, and follow in the order in which they came. */
export class Gate {
  #free: number
  readonly #waiting = new Set<() => void>()

  /** @param most - is how many may work at once; Infinity is no limit */
  constructor(most: number) {
    this.#free = most
  }

  /** Does the work as soon as there is room. If the signal aborts before that, the work is not begun, and the signal's reason is thrown. */
  async through<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(signal)
    try {
      signal?.throwIfAborted()
      return await work()
    } finally {
      this.#leave()
    }
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const admit = (): void => {
        signal?.removeEventListener('abort', goAway)
        resolve()
      }
      const goAway = (): void => {
        this.#waiting.delete(admit)
        reject(signal?.reason)
      }
      this.#waiting.add(admit)
      signal?.addEventListener('abort', goAway, { once: true })
    })
  }

  #leave(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#free += 1
      return
    }
    this.#waiting.delete(next)
    next()
  }
}
