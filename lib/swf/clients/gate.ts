/** Lets so many through at once, and the others in the order in which they came. */
export class Gate {
  #free: number
  readonly #waiting = new Set<() => void>()

  /** @param most - at once; Infinity for any number */
  constructor(most: number) {
    this.#free = most
  }

  /** Does the work when there is room for it. Rejects with the signal's reason if that aborts before: then the work is not begun. */
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
