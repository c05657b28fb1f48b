/** What a LocalSwf reads the time from and sets its timers on: the real time by default, or a ManualClock in a test. */
export interface Clock {
  /** The time in milliseconds since the epoch. */
  now(): number
  /** Calls back once, after `delayMs` milliseconds. LocalSwf never asks for more than 2^31 − 1. */
  setTimer(callback: () => void, delayMs: number): Timer
}

/** A timer of a Clock that waits to call back. */
export interface Timer {
  /** Keeps the timer from calling back. */
  cancel(): void
  /** Lets the process end while the timer waits. */
  unref(): void
}

/** The longest delay that Node's timers take, in milliseconds. A timer with a longer one fires immediately. */
export const MAX_TIMER_MS = 2 ** 31 - 1

/** The real time, with Node's own timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(callback, delayMs) {
    const handle = setTimeout(callback, delayMs)
    return { cancel: () => clearTimeout(handle), unref: () => void handle.unref() }
  },
}
