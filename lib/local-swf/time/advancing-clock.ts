import type { ManualClock } from './manual-clock.js'
import type { Workload } from './workload.js'
import type { HeldTimers } from './held-timers.js'
import type { LocalClock } from './local-clock.js'
import { waitUntilQuiet } from './wait-until-quiet.js'

/** A manual clock that, whenever something has happened, gives others the time to work. */
export class AdvancingClock implements LocalClock {
  readonly #clock: ManualClock
  readonly #polls: HeldTimers
  readonly #workload: Workload
  #last: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(clock: ManualClock, polls: HeldTimers, workload: Workload) {
    this.#clock = clock
    this.#polls = polls
    this.#workload = workload
  }

  now(): number {
    return this.#clock.now()
  }

  advance(ms: number): Promise<void> {
    const advance = this.#last.then(() => this.#advance(ms))
    this.#last = advance.catch(() => {})
    return advance
  }

  stop(): void {
    this.#isStopped = true
  }

  async #advance(ms: number): Promise<void> {
    const untilMs = this.#clock.timeIn(ms)
    await this.#waitUntilQuiet()
    while (this.#clock.nextTimerAtMs <= untilMs) {
      this.#clock.advance(Math.max(0, this.#clock.nextTimerAtMs - this.now()))
      await this.#waitUntilQuiet()
    }
    this.#clock.advance(untilMs - this.now())
    this.#polls.release()
  }

  async #waitUntilQuiet(): Promise<void> {
    await waitUntilQuiet(this.#workload, () => this.#isStopped)
    if (this.#isStopped) throw new Error('the LocalSwf was stopped: its clock stands still')
  }
}
