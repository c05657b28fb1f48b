/** The time as the library sees it. It is the real time by default. Specs give a manual clock, and run a year in a moment. */
export interface Clock {
  /** The time now, in ms since the epoch. */
  now(): number
  /** Calls back once after `delayMs`, which is at most 2^31 − 1, since Node fires a longer timer at once. */
  setTimer(callback: () => void, delayMs: number): Timer
}

export interface Timer {
  cancel(): void
  /** Lets the process end although the timer is still waiting. */
  unref(): void
}

/** The longest delay that Node's timers take, in ms. */
export const MAX_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  // This clock is monotonic, so that a correction of the wall clock moves no deadline.
  now: () => performance.timeOrigin + performance.now(),
  setTimer(callback, delayMs) {
    const handle = setTimeout(callback, delayMs)
    return { cancel: () => clearTimeout(handle), unref: () => void handle.unref() }
  },
}

/** Resolves after `delayMs`, or as soon as the signal is aborted. It never rejects. */
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
