import {
  isRubyDate,
  rubyDate,
  rubyDateTime,
  rubyTime,
  type RubyDate,
  type RubyDateTime,
  type RubyTime,
} from '../ruby-values/index.js'

const TIME = /^(-?\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|[ \t]+)(\d{1,2}):(\d\d):(\d\d)(?:\.(\d*))?[ \t]*(Z|[-+]\d{1,2}:?(?:\d\d)?)?$/
const DATE = /^(\d{4})-(1[012]|0\d|\d)-([12]\d|3[01]|0\d|\d)$/
const DAY_SECONDS = 86_400
const MINUTE_SECONDS = 60

/**
 * Reads a time as Psych does, except that Psych takes an offset like `-00:30` for a positive one. It is undefined if the text is not a
 * time.
 */
export function parseTime(text: string): RubyTime | undefined {
  const [, year, month, day, hour, minute, second, fraction = '', zone] = TIME.exec(text) ?? []
  if (year === undefined) return undefined
  const [h, m, s] = [Number(hour), Number(minute), Number(second)]
  const isDay = isBetween(Number(month), 1, 12) && isBetween(Number(day), 1, 31)
  // Midnight may be written 24:00:00. A leap second becomes the first second of the next minute.
  const isTime = m < 60 && s <= 60 && (h < 24 || (h === 24 && m === 0 && s === 0))
  const utcOffset = offsetOf(zone)
  if (!isDay || !isTime || utcOffset === undefined) return undefined
  const date = new Date(0)
  // Date.UTC would add 1900 to the years 0 to 99. The 30th of February is read as a day in March, as in Ruby.
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const seconds = date.getTime() / 1000 + h * 3_600 + m * MINUTE_SECONDS + s - (utcOffset ?? 0)
  return rubyTime(seconds, { nanoseconds: Number(fraction.slice(0, 9).padEnd(9, '0')), utcOffset })
}

export function parseDateTime(text: string): RubyDateTime | undefined {
  const time = parseTime(text)
  return time && rubyDateTime(time.seconds, time)
}

export function parseDate(text: string): RubyDate | undefined {
  const [, year, month, day] = DATE.exec(text) ?? []
  if (year === undefined) return undefined
  const date = rubyDate(Number(year), Number(month), Number(day))
  return isInCalendar(date) ? date : undefined
}

/** The offset of a zone in seconds: null for UTC or if there is no zone, undefined if no time can have this offset. */
function offsetOf(zone = 'Z'): number | null | undefined {
  if (zone === 'Z') return null
  const [, sign, hours, minutes = '0'] = /^([-+])(\d{1,2}):?(\d{1,2})?$/.exec(zone) ?? []
  const offset = Number(hours) * 3_600 + Number(minutes) * MINUTE_SECONDS
  if (!(offset < DAY_SECONDS)) return undefined
  return sign === '-' && offset > 0 ? -offset : offset
}

/**
 * Whether Ruby's calendar has this day. It is the Julian calendar until the 4th of October 1582. The day after that was the 15th, and since
 * then it is the Gregorian calendar.
 */
function isInCalendar(date: RubyDate): boolean {
  const { year, month, day } = date
  if (!isRubyDate(date)) return false
  const isBefore = (otherDay: number): boolean => year * 10_000 + month * 100 + day < 15_821_000 + otherDay
  const isJulian = isBefore(5)
  if (!isJulian && isBefore(15)) return false
  const isLeap = year % 4 === 0 && (isJulian || year % 100 !== 0 || year % 400 === 0)
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return day <= days
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}

/** Writes a time as Psych does. If Psych could not read it, `wrong` says why. */
export function timeText(time: RubyTime | RubyDateTime): { readonly text: string } | { readonly wrong: string } {
  const { seconds, nanoseconds, utcOffset } = time
  const offset = utcOffset ?? 0
  const date = new Date((seconds + offset) * 1000)
  if (Number.isNaN(date.getTime())) return { wrong: 'a time too far away' }
  const year = date.getUTCFullYear()
  if (Math.abs(year) > 9_999) return { wrong: 'a time in a year of more than four digits' }
  if (Math.abs(offset) >= DAY_SECONDS || offset % MINUTE_SECONDS !== 0) {
    return { wrong: 'a time whose offset is not whole minutes of less than a day' }
  }
  if (offset < 0 && offset > -3_600) return { wrong: 'a time less than an hour west of Greenwich, which Ruby reads as one east' }
  const clock = date.toISOString().slice(-13, -5)
  const day = `${yearText(year)}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`
  return { text: `${day} ${clock}.${String(nanoseconds).padStart(9, '0')} ${utcOffset === null ? 'Z' : offsetText(offset)}` }
}

/** Writes a day as Psych does. It is undefined for a day that Psych could not read. */
export function dateText(date: RubyDate): string | undefined {
  const { year, month, day } = date
  if (year < 0 || year > 9_999 || !isInCalendar(date)) return undefined
  return `${yearText(year)}-${twoDigits(month)}-${twoDigits(day)}`
}

function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / MINUTE_SECONDS
  return `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}

function yearText(year: number): string {
  return `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
