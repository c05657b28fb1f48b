import { inspect } from 'node:util'

/** In characters: of what others have said. */
const LONGEST = 2_000
const LONGEST_TEXT = 60
/** Longer texts are taken for no URL. */
const LONGEST_URL = 2_000
const MOST_KEYS = 10

/** A value for a message: short, and of an object only its keys, since options may hold secrets. It never throws. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return `${showText(value)} (string)`
  if (typeof value === 'object') return showObject(value)
  // Functions and symbols say as little as a bigint, which may have millions of digits.
  return typeof value === 'number' || typeof value === 'boolean' ? `${inspect(value)} (${typeof value})` : `a ${typeof value}`
}

/** A text for a message. Of what may be a URL its user, password and query are not shown: there are secrets in them. */
export function showText(text: string): string {
  return /\/\/|[@?]|^data:/i.test(text.slice(0, LONGEST_URL)) ? showUrl(text) : inspect(text, { maxStringLength: LONGEST_TEXT })
}

/** Where a URL points to: the path of a file, of others only who answers there. One of data has megabytes. */
export function showUrl(url: URL | string): string {
  const text = String(url)
  if (/^data:/i.test(text)) return 'data:…'
  if (text.length > LONGEST_URL || !URL.canParse(text)) return 'a text with the signs of a URL'
  const { protocol, host, pathname } = new URL(text)
  return protocol === 'file:' ? `file://${pathname}` : `${protocol}//${host}`
}

function showObject(value: object): string {
  try {
    if (Array.isArray(value)) return 'an array'
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== null && prototype !== Object.prototype) return `an instance of ${classNameOf(value)}`
    const keys = Object.keys(value)
    const shown = keys.slice(0, MOST_KEYS).map((key) => key.slice(0, LONGEST_TEXT))
    return `an object with ${shown.join(', ') || 'no keys'}${keys.length > MOST_KEYS ? ', …' : ''}`
  } catch {
    return 'an object that cannot be read'
  }
}

/** Of an instance, for a message. */
export function classNameOf(value: object): string {
  try {
    const constructor: unknown = Reflect.get(value, 'constructor')
    const name: unknown = typeof constructor === 'function' ? constructor.name : undefined
    return typeof name === 'string' && name !== '' ? name.slice(0, LONGEST_TEXT) : 'a class'
  } catch {
    return 'a class'
  }
}

/**
 * What was thrown, as a text for a message. Code of others can throw anything, also what has no text of its own, and what throws
 * again when it is looked at.
 */
export function thrownText(thrown: unknown): string {
  try {
    const text: unknown = thrown instanceof Error ? thrown.message : thrown
    if (typeof text === 'object' && text !== null) return 'it threw an object that is no Error'
    return typeof text === 'bigint' ? 'it threw a bigint' : String(text).slice(0, LONGEST)
  } catch {
    return 'it threw what cannot be read'
  }
}

/**
 * A text for a log: it ends no line there, moves no cursor and fills no disk (SWF quotes a whole payload that it refuses).
 *
 * @param text - mostly somebody else's, and maybe none at all
 */
export function oneLine(text: unknown): string {
  const whole = typeof text === 'string' ? text : thrownText(text)
  return whole.slice(0, LONGEST).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}
