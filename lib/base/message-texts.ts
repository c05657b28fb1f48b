import { inspect } from 'node:util'

/** How many characters of a text that others have written are kept. */
const LONGEST = 2_000
/** How many characters of a caller's text a message shows. */
const LONGEST_TEXT = 60
/** A longer text is not read as a URL. */
const LONGEST_URL = 2_000
/** How many keys of an object a message shows. */
const MOST_KEYS = 10

/** Shows a value in a message, in a few words. Of an object only the keys are shown, since options may hold secrets. It never throws. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return `${showText(value)} (string)`
  if (typeof value === 'object') return showObject(value)
  // Only the type is shown of functions, symbols, and bigints, which may have millions of digits.
  return typeof value === 'number' || typeof value === 'boolean' ? `${inspect(value)} (${typeof value})` : `a ${typeof value}`
}

/** Shows a text in a message. If it may be a URL, its user, password and query are left out, since they may be secrets. */
export function showText(text: string): string {
  return /\/\/|[@?]|^data:/i.test(text.slice(0, LONGEST_URL)) ? showUrl(text) : inspect(text, { maxStringLength: LONGEST_TEXT })
}

/** Shows where a URL points to: the path of a file, and only the host of all others. A URL of data may have megabytes, and is left out. */
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

/** The name of an instance's class, for a message. */
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
 * Writes what was thrown as a text for a message. The code of others can throw anything: an object without a text, or one that throws
 * again when it is read.
 */
export function thrownText(thrown: unknown): string {
  try {
    const text: unknown = thrown instanceof Error ? thrown.message : thrown
    if (typeof text === 'object' && text !== null) return 'it threw an object that is no Error'
    return typeof text === 'bigint' ? 'it threw a bigint' : String(text).slice(0, LONGEST)
  } catch {
    return 'it threw something that cannot be read'
  }
}

/**
 * Makes a text safe for a log. It becomes one line, without control characters, and short, since SWF quotes the whole of a payload that
 * it refuses.
 *
 * @param text - mostly a text from others. It may also be something else, if they threw it
 */
export function oneLine(text: unknown): string {
  const whole = typeof text === 'string' ? text : thrownText(text)
  return whole.slice(0, LONGEST).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}
