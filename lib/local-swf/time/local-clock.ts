import type { Clock } from './clock.js'

/** The clock of a LocalSwf, as the program that started it sees it. */
export interface LocalClock {
  /** The time of the LocalSwf, in milliseconds since the epoch. */
  now(): number
  /**
   * Moves a manual clock by `ms` milliseconds. Everything that falls due on the way happens in order, each at its own time. After each
   * such moment time stands still, so that the workers and deciders that are at work can answer and take what comes of it. One that is
   * silent for about 300 ms of real time is not waited for any longer. Resolves when the time has passed and nobody is at work. Calls
   * that overlap happen one after the other.
   * @throws TypeError when `ms` is not a finite number of zero or more, and on a clock that is not manual
   * @throws RangeError when the time would be beyond what a Date can hold
   * @throws Error when the LocalSwf is stopped
   */
  advance(ms: number): Promise<void>
}

/** What a LocalSwf goes by: one of its own clocks, by name, or a clock of yours. See `LocalSwfOptions.clock`. */
export type ClockOption = 'system' | 'manual' | 'skipping' | Clock
