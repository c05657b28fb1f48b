import { MAX_TIMER_MS } from './clock.js'

/**
 * Decides whether the process must live: while a result is pending, a start or stop is under way, or a call or task is unanswered. Each
 * of these holds it, and a counter counts them. What keeps the process alive is a timer, and not the thread, which may be replaced.
 */
export class KeepAlive {
  #holds = 0
  #handle: NodeJS.Timeout | undefined

  /** The process must live until there was a `release` for each `hold`. */
  hold(): void {
    this.#holds += 1
    if (this.#holds === 1) this.#handle = setInterval(() => {}, MAX_TIMER_MS)
  }

  release(): void {
    this.#holds -= 1
    if (this.#holds === 0) clearInterval(this.#handle)
  }

  /** Keeps the process alive until the promise has settled. */
  async during<T>(promise: Promise<T>): Promise<T> {
    this.hold()
    try {
      return await promise
    } finally {
      this.release()
    }
  }
}
