import { AdvancingClock } from './advancing-clock.js'
import { systemClock, type Clock } from './clock.js'
import { HeldTimers } from './held-timers.js'
import type { ClockOption, LocalClock } from './local-clock.js'
import { ManualClock } from './manual-clock.js'
import { SkippingClock } from './skipping-clock.js'
import type { Workload } from './workload.js'

/** The clocks of one LocalSwf. */
export interface LocalTime {
  readonly clock: Clock
  /**
   * The clock for the minute for which a poll is held. That minute belongs to the connection: it does not end in the middle of a long
   * advance.
   */
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
    return { clock, pollClock: systemClock, localClock: withoutAdvance(clock), stop: () => clock.stop() }
  }
  const clock = option === 'system' ? systemClock : option
  return { clock, pollClock: clock, localClock: withoutAdvance(clock), stop: () => {} }
}

function withoutAdvance(clock: Clock): LocalClock {
  return {
    now: () => clock.now(),
    advance: () =>
      Promise.reject(
        new TypeError(
          "this clock cannot be advanced here: LocalSwf.start({ clock: 'manual' }) makes one that can; a Clock of your own you move yourself",
        ),
      ),
  }
}
