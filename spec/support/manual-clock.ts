import type { Clock, Timer } from '../../lib/base/clock.js'
import { POLL_TIMEOUT_MS } from '../../lib/swf/clients/limit-requests.js'

interface WaitingTimer {
  readonly dueAt: number
  readonly delayMs: number
  readonly callback: () => void
}

/** Time that passes only when a spec says so. The watchdogs of polls that are out run with it, but are not counted. */
export class ManualClock implements Clock {
  #now: number
  readonly #timers = new Set<WaitingTimer>()
  readonly #watchers = new Set<() => void>()

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#now = startMs
  }

  now(): number {
    return this.#now
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer = { dueAt: this.#now + Math.max(0, delayMs), delayMs, callback }
    this.#timers.add(timer)
    for (const resolve of this.#watchers) resolve()
    this.#watchers.clear()
    return { cancel: () => void this.#timers.delete(timer), unref: () => undefined }
  }

  /** Delays of the timers that wait, as they were set, in ms. */
  get waiting(): readonly number[] {
    return Array.from(this.#timers, (timer) => timer.delayMs).filter((delayMs) => delayMs !== POLL_TIMEOUT_MS)
  }

  /** Resolves as soon as `count` timers wait. */
  async timers(count = 1): Promise<void> {
    while (this.waiting.length < count) await new Promise<void>((resolve) => this.#watchers.add(resolve))
  }

  /** Moves time on and fires what falls due on the way, in order; timers set meanwhile too. */
  advance(byMs: number): void {
    const until = this.#now + byMs
    for (let timer = this.#earliest(); timer && timer.dueAt <= until; timer = this.#earliest()) {
      this.#timers.delete(timer)
      this.#now = timer.dueAt
      timer.callback()
    }
    this.#now = until
  }

  #earliest(): WaitingTimer | undefined {
    let earliest: WaitingTimer | undefined
    for (const timer of this.#timers) if (!earliest || timer.dueAt < earliest.dueAt) earliest = timer
    return earliest
  }
}
