import { hasShape, type Check, type Shape } from './shape.js'

interface Instant {
  /** Since 1970 began in UTC, whole ones; negative before. */
  readonly seconds: number
  /** What comes on top of the seconds, 0 to 999,999,999. */
  readonly nanoseconds: number
  /** Seconds east of Greenwich; null for UTC, which Ruby tells apart from an offset of 0. */
  readonly utcOffset: number | null
}

/** A Time, which has more digits than a Date and knows its offset. A Date is written as one, in UTC. */
export interface RubyTime extends Instant {
  readonly $ruby: 'time'
}

export interface RubyDateTime extends Instant {
  readonly $ruby: 'datetime'
}

/** A day in no time zone. */
export interface RubyDate {
  readonly $ruby: 'date'
  readonly year: number
  /** 1 to 12 */
  readonly month: number
  readonly day: number
}

export interface RubyTimeParts {
  readonly nanoseconds?: number
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

/** @param time - a Date, or seconds since 1970 with the nanoseconds beside them */
export function rubyTime(time: Date | number, parts: RubyTimeParts = {}): RubyTime {
  return { $ruby: 'time', ...instant(time, parts) }
}

export function isRubyTime(value: unknown): value is RubyTime {
  return hasShape(value, 'time', INSTANT)
}

/** @param time - a Date, or seconds since 1970 with the nanoseconds beside them */
export function rubyDateTime(time: Date | number, parts: RubyTimeParts = {}): RubyDateTime {
  return { $ruby: 'datetime', ...instant(time, parts) }
}

export function isRubyDateTime(value: unknown): value is RubyDateTime {
  return hasShape(value, 'datetime', INSTANT)
}

export function rubyDate(year: number, month: number, day: number): RubyDate {
  return { $ruby: 'date', year, month, day }
}

export function isRubyDate(value: unknown): value is RubyDate {
  return hasShape(value, 'date', DATE)
}

/** The Date of a time, to the millisecond and without its offset; that of a day is its midnight in UTC. */
export function rubyToDate(value: RubyTime | RubyDateTime | RubyDate): Date {
  if (value.$ruby !== 'date') return new Date(value.seconds * 1000 + Math.floor(value.nanoseconds / 1_000_000))
  const date = new Date(0)
  // Unlike Date.UTC it takes the years 0 to 99 for what they are.
  date.setUTCFullYear(value.year, value.month - 1, value.day)
  return date
}

function instant(time: Date | number, { nanoseconds, utcOffset = null }: RubyTimeParts): Instant {
  if (typeof time === 'number') return { seconds: time, nanoseconds: nanoseconds ?? 0, utcOffset }
  const seconds = Math.floor(time.getTime() / 1000)
  return { seconds, nanoseconds: nanoseconds ?? (time.getTime() - seconds * 1000) * 1_000_000, utcOffset }
}
