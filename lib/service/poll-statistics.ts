/** What the thread's messages have told so far, for `health()`. */
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
