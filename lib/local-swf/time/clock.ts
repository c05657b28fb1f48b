/** Time as LocalSwf sees it: real by default, moved by hand in specs (ManualClock). */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once after `delayMs`, at most 2^31 − 1. */
  setTimer(callback: () => void, delayMs: number): Timer
}

export interface Timer {
  cancel(): void
  /** Lets the process end while the timer is waiting. */
  unref(): void
}

/** The longest delay that Node's timers take, in ms: a longer one fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(callback, delayMs) {
    const handle = setTimeout(callback, delayMs)
    return { cancel: () => clearTimeout(handle), unref: () => void handle.unref() }
  },
}
