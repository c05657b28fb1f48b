import { MAX_TIMER_MS } from './clock.js'

/**
 * The one counter that decides whether the process must live: something is pending, a start or stop is under way, or a call is
 * unanswered. Its handle is a timer of its own, since a thread comes and goes: ref'd at the first, unref'd at zero.
 */
export class KeepAlive {
  #holds = 0
  #handle: NodeJS.Timeout | undefined

  hold(): void {
    this.#holds += 1
    if (this.#holds === 1) this.#handle = setInterval(() => {}, MAX_TIMER_MS)
  }

  release(): void {
    this.#holds -= 1
    if (this.#holds === 0) clearInterval(this.#handle)
  }

  /** Holds until the promise is settled. */
  async during<T>(promise: Promise<T>): Promise<T> {
    this.hold()
    try {
      return await promise
    } finally {
      this.release()
    }
  }
}
