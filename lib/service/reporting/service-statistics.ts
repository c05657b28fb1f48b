/** What `health()` counts since the service was made, and what the last poll said. */
export class ServiceStatistics {
  settled = 0
  late = 0
  reconciled = 0
  restarts = 0
  unanswered = 0
  lastPollAt: number | undefined
  #pollError: string | undefined
  #answerError: string | undefined

  /** Of polls and of what they need; of answers to tasks if there is none. */
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
