/** What keeps the process alive while it is ref'd: the Worker. */
export interface Referable {
  ref(): void
  unref(): void
}

/**
 * The one counter that decides whether the process must live: something is pending, a start or stop is under way, or a call is
 * unanswered. Ref at the first, unref at zero.
 */
export class KeepAlive {
  #holds = 0
  #target: Referable | undefined

  set target(target: Referable | undefined) {
    this.#target = target
    if (this.#holds === 0) target?.unref()
    else target?.ref()
  }

  hold(): void {
    this.#holds += 1
    if (this.#holds === 1) this.#target?.ref()
  }

  release(): void {
    this.#holds -= 1
    if (this.#holds === 0) this.#target?.unref()
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
