/**
 * Time as the library sees it. Real by default; specs give a manual one and run a year in a moment.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once after `delayMs`, at most 2^31 − 1 (Node fires a longer timer at once). */
  setTimer(callback: () => void, delayMs: number): Timer
}

export interface Timer {
  cancel(): void
  /** Lets the process end while the timer is waiting. */
  unref(): void
}

/** The longest delay that Node's timers take, in ms. */
export const MAX_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  // Monotonic: a correction of the wall clock neither expires nor prolongs what is pending.
  now: () => performance.timeOrigin + performance.now(),
  setTimer(callback, delayMs) {
    const handle = setTimeout(callback, delayMs)
    return { cancel: () => clearTimeout(handle), unref: () => void handle.unref() }
  },
}

/** Resolves after `delayMs`, or at once when the signal aborts: it never rejects. */
export function sleep(delayMs: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = (): void => {
      timer.cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = clock.setTimer(done, delayMs)
    signal?.addEventListener('abort', done, { once: true })
  })
}
