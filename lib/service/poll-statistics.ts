/** What `health()` counts since the service was made, and what the last poll said. */
export class PollStatistics {
  settled = 0
  late = 0
  reconciled = 0
  restarts = 0
  unanswered = 0
  lastPollAt: number | undefined
  lastError: string | undefined

  polled(at: number): void {
    this.lastPollAt = at
    this.lastError = undefined
  }
}
