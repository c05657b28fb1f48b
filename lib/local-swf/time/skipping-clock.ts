import type { Clock, Timer } from './clock.js'
import type { Workload } from './workload.js'

/**
 * How long nothing must happen before time skips, because a client may be between two requests. It is counted in turns, so that a slow
 * machine has more time.
 */
const QUIET_TURNS = 5
const QUIET_TURN_MS = 1

interface SkippedTimer {
  readonly atMs: number
  readonly callback: () => void
  handle: NodeJS.Timeout
}

/** The real time, but it skips to what is due next whenever nobody has anything to do until then. */
export class SkippingClock implements Clock {
  readonly #workload: Workload
  readonly #subscription: { cancel(): void }
  readonly #timers = new Set<SkippedTimer>()
  #skippedMs = 0
  #quietTurns = 0
  #isLooking = false
  #isStopped = false

  constructor(workload: Workload) {
    this.#workload = workload
    this.#subscription = workload.subscribe(() => this.#changed())
  }

  now(): number {
    return Date.now() + this.#skippedMs
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer: SkippedTimer = {
      atMs: this.now() + delayMs,
      callback: () => {
        this.#timers.delete(timer)
        callback()
      },
      handle: setTimeout(() => timer.callback(), delayMs),
    }
    this.#timers.add(timer)
    return {
      cancel: () => {
        clearTimeout(timer.handle)
        this.#timers.delete(timer)
      },
      unref: () => void timer.handle.unref(),
    }
  }

  stop(): void {
    this.#isStopped = true
    this.#subscription.cancel()
  }

  #changed(): void {
    this.#quietTurns = 0
    if (!this.#isLooking && this.#workload.isWaitingForTimers) void this.#look()
  }

  async #look(): Promise<void> {
    this.#isLooking = true
    while (!this.#isStopped && this.#workload.isWaitingForTimers) {
      await new Promise((resolve) => void setTimeout(resolve, QUIET_TURN_MS))
      this.#quietTurns += 1
      if (this.#quietTurns > QUIET_TURNS && this.#workload.isWaitingForTimers && !this.#isStopped) this.#skip()
    }
    this.#isLooking = false
  }

  /** Skips to the earliest timer. All other timers come nearer by as much. */
  #skip(): void {
    this.#quietTurns = 0
    const [earliest] = [...this.#timers].toSorted((one, other) => one.atMs - other.atMs)
    if (!earliest) return
    this.#skippedMs += Math.max(0, earliest.atMs - this.now())
    for (const timer of this.#timers) {
      clearTimeout(timer.handle)
      timer.handle = setTimeout(() => timer.callback(), Math.max(0, timer.atMs - this.now())).unref()
    }
    clearTimeout(earliest.handle)
    earliest.callback()
  }
}
