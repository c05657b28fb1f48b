import type { ManualClock } from './manual-clock.js'
import type { Workload } from './workload.js'
import type { HeldTimers } from './held-timers.js'
import type { LocalClock } from './local-clock.js'
import { settled } from './idle-workload.js'

/** A manual clock that lets others work whenever something happened. */
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
    const advanced = this.#last.then(() => this.#advance(ms))
    this.#last = advanced.catch(() => {})
    return advanced
  }

  stop(): void {
    this.#isStopped = true
  }

  async #advance(ms: number): Promise<void> {
    const untilMs = this.#clock.timeIn(ms)
    await this.#settled()
    while (this.#clock.nextTimerAtMs <= untilMs) {
      this.#clock.advance(Math.max(0, this.#clock.nextTimerAtMs - this.now()))
      await this.#settled()
    }
    this.#clock.advance(untilMs - this.now())
    this.#polls.release()
  }

  async #settled(): Promise<void> {
    await settled(this.#workload, () => this.#isStopped)
    if (this.#isStopped) throw new Error('the LocalSwf was stopped: its clock stands still')
  }
}
