/** What `health()` has counted since the service was made, and the last fault of a poll or an answer. */
export class ServiceStatistics {
  settled = 0
  late = 0
  reconciled = 0
  restarts = 0
  unanswered = 0
  lastPollAt: number | undefined
  #pollError: string | undefined
  #answerError: string | undefined

  /** The last fault of a poll, of a start or of a thread. If there is none, it is the last fault of an answer to a task. */
  get lastError(): string | undefined {
    return this.#pollError ?? this.#answerError
  }

  set lastError(error: string | undefined) {
    this.#pollError = error
  }

  answerFailed(error: string): void {
    this.#answerError = error
  }

  answered(): void {
    this.#answerError = undefined
  }

  polled(at: number): void {
    this.lastPollAt = at
    this.#pollError = undefined
    this.#answerError = undefined
  }
}
