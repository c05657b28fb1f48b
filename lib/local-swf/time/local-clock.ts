import { systemClock, type Clock } from './clock.js'
import { ManualClock } from './manual-clock.js'
import type { Workload } from './workload.js'
import { AdvancingClock } from './advancing-clock.js'
import { HeldTimers } from './held-timers.js'
import { SkippingClock } from './skipping-clock.js'

/** The clock of a LocalSwf, as its owner sees it. */
export interface LocalClock {
  /** Milliseconds since the epoch. */
  now(): number
  /**
   * Moves a manual clock by `ms`. All that falls due on the way happens in order, each at its own time, and after each the workers and
   * deciders that are at work get the time to answer and to take what comes of it, before time goes on: one that is silent for about
   * 300 ms of real time is not waited for any longer. Resolves when nobody is at work. Calls at the same time happen one after the other.
   * @throws TypeError for what is no finite number of zero or more, and on a clock that is not manual
   * @throws RangeError for a time that no Date holds
   * @throws Error when the LocalSwf is stopped
   */
  advance(ms: number): Promise<void>
}

export type ClockOption = 'system' | 'manual' | 'skipping' | Clock

/** What a LocalSwf goes by. */
export interface LocalTime {
  readonly clock: Clock
  /** For the minute that a poll is held: it belongs to the connection, and does not end on the way of a long advance. */
  readonly pollClock: Clock
  readonly localClock: LocalClock
  stop(): void
}

export function localTime(option: ClockOption, workload: Workload): LocalTime {
  if (option === 'manual') {
    const clock = new ManualClock()
    const pollClock = new HeldTimers(clock)
    const advancing = new AdvancingClock(clock, pollClock, workload)
    return { clock, pollClock, localClock: advancing, stop: () => advancing.stop() }
  }
  if (option === 'skipping') {
    const clock = new SkippingClock(workload)
    return { clock, pollClock: systemClock, localClock: unmoved(clock), stop: () => clock.stop() }
  }
  const clock = option === 'system' ? systemClock : option
  return { clock, pollClock: clock, localClock: unmoved(clock), stop: () => {} }
}

function unmoved(clock: Clock): LocalClock {
  return {
    now: () => clock.now(),
    advance: () =>
      Promise.reject(
        new TypeError(
          "this clock is not advanced here: LocalSwf.start({ clock: 'manual' }) makes one that is; move a Clock of your own itself",
        ),
      ),
  }
}
