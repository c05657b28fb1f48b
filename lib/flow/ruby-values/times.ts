import { hasShape, type Check, type Shape } from './shape.js'

interface Instant {
  /** Whole seconds since the beginning of 1970 in UTC. They are negative for earlier times. */
  readonly seconds: number
  /** Nanoseconds to be added to the seconds, from 0 to 999,999,999. */
  readonly nanoseconds: number
  /** Seconds east of Greenwich. It is null for UTC, which Ruby distinguishes from an offset of 0. */
  readonly utcOffset: number | null
}

/** A Ruby Time. It is more precise than a JavaScript Date, and has an offset. A Date is sent as a Time in UTC. */
export interface RubyTime extends Instant {
  readonly $ruby: 'time'
}

/** A Ruby DateTime. */
export interface RubyDateTime extends Instant {
  readonly $ruby: 'datetime'
}

/** A Ruby Date: a day without a time zone. */
export interface RubyDate {
  readonly $ruby: 'date'
  readonly year: number
  /** The month, from 1 to 12. */
  readonly month: number
  readonly day: number
}

/** The optional parts of a `RubyTime` or `RubyDateTime`. */
export interface RubyTimeParts {
  /** Nanoseconds to be added to the seconds, from 0 to 999,999,999. @default those of the Date, or 0 */
  readonly nanoseconds?: number
  /** Seconds east of Greenwich. @default null, for UTC */
  readonly utcOffset?: number | null
}

const MAX_MONTH = 12
const MAX_DAY = 31
const isWhole: Check = (member) => Number.isSafeInteger(member)
const INSTANT: Shape = {
  required: {
    seconds: isWhole,
    nanoseconds: (member) => isBetween(member, 0, 999_999_999),
    utcOffset: (member) => member === null || isWhole(member),
  },
}
const DATE: Shape = {
  required: {
    year: isWhole,
    month: (member) => isBetween(member, 1, MAX_MONTH),
    day: (member) => isBetween(member, 1, MAX_DAY),
  },
}

function isBetween(member: unknown, least: number, most: number): boolean {
  return typeof member === 'number' && Number.isInteger(member) && member >= least && member <= most
}

/**
 * Makes a Ruby Time.
 *
 * @param time - is a Date, or whole seconds since 1970; the nanoseconds are then given in `parts`
 */
export function rubyTime(time: Date | number, parts: RubyTimeParts = {}): RubyTime {
  return { $ruby: 'time', ...instant(time, parts) }
}

/** Tests whether a value is a Ruby Time. */
export function isRubyTime(value: unknown): value is RubyTime {
  return hasShape(value, 'time', INSTANT)
}

/**
 * Makes a Ruby DateTime.
 *
 * @param time - is a Date, or whole seconds since 1970; the nanoseconds are then given in `parts`
 */
export function rubyDateTime(time: Date | number, parts: RubyTimeParts = {}): RubyDateTime {
  return { $ruby: 'datetime', ...instant(time, parts) }
}

/** Tests whether a value is a Ruby DateTime. */
export function isRubyDateTime(value: unknown): value is RubyDateTime {
  return hasShape(value, 'datetime', INSTANT)
}

/** Makes a day. `month` is from 1 to 12. */
export function rubyDate(year: number, month: number, day: number): RubyDate {
  return { $ruby: 'date', year, month, day }
}

/** Tests whether a value is a day. */
export function isRubyDate(value: unknown): value is RubyDate {
  return hasShape(value, 'date', DATE)
}

/** Makes a JavaScript Date. A time loses its offset and what is less than a millisecond. A day becomes its midnight in UTC. */
export function rubyToDate(value: RubyTime | RubyDateTime | RubyDate): Date {
  if (value.$ruby !== 'date') return new Date(value.seconds * 1000 + Math.floor(value.nanoseconds / 1_000_000))
  const date = new Date(0)
  // Date.UTC would add 1900 to the years 0 to 99.
  date.setUTCFullYear(value.year, value.month - 1, value.day)
  return date
}

function instant(time: Date | number, { nanoseconds, utcOffset = null }: RubyTimeParts): Instant {
  if (typeof time === 'number') return { seconds: time, nanoseconds: nanoseconds ?? 0, utcOffset }
  const seconds = Math.floor(time.getTime() / 1000)
  return { seconds, nanoseconds: nanoseconds ?? (time.getTime() - seconds * 1000) * 1_000_000, utcOffset }
}
