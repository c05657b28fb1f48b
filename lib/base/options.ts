import { LIMITS } from './limits.js'
import { show, thrownText } from './message-texts.js'

/** What an option must be: the words that say so in a message, and the test that decides it. */
export interface Check {
  /** What the option must be. It completes the sentence "option must be …". */
  readonly expected: string
  /** The message does not show the value that was given. */
  readonly secret?: boolean
  accepts(value: unknown): boolean
}

/** The checks of a group of options, by name. A group may hold other groups. */
export interface Checks {
  readonly [name: string]: Check | Checks
}

/** The longest duration that SWF takes, which has 8 digits of seconds, in ms. */
const MAX_DURATION_MS = 99_999_999_000

// oxlint-disable-next-line no-control-regex -- control characters are what SWF refuses
const FORBIDDEN_IN_NAMES = /[:/|\u0000-\u001f\u007f-\u009f]/

function check(expected: string, accepts: (value: unknown) => boolean): Check {
  return { expected, accepts }
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

export const isBoolean = check('true or false', (value) => typeof value === 'boolean')
export const isText = check('a non-empty string', (value) => typeof value === 'string' && value !== '')
export const isSignal = check('an AbortSignal', (value) => value instanceof AbortSignal)
export const isCount = check(
  'a whole number from 1 to 1000',
  (value) => isNumber(value) && Number.isInteger(value) && value >= 1 && value <= 1000,
)
export const isDelayMs = check('a number of ms, 0 or more, or Infinity', (value) => isNumber(value) && value >= 0)
export const isUrl = check(
  'a URL or the text of one',
  (value) => value instanceof URL || (typeof value === 'string' && URL.canParse(value)),
)
export const isDataConverter = check(
  '"yaml", "json", or the URL of a module that exports the functions dump and load',
  (value) => value === 'yaml' || value === 'json' || isUrl.accepts(value),
)
export const isPriority = check('a whole number', (value) => Number.isInteger(value) && Math.abs(Number(value)) <= 2 ** 31 - 1)
export const isWholeSecondsMs = check(
  'a whole number of seconds in ms (a multiple of 1000, 0 to 99999999000), or Infinity for none',
  (value) => value === Infinity || (isNumber(value) && value >= 0 && value <= MAX_DURATION_MS && value % 1000 === 0),
)
export const isSwfName = check(
  `1 to ${LIMITS.name} characters, no ":", "/", "|" or control characters, no outer white space, not "arn"`,
  isName,
)
export const isSwfVersion = check(
  `1 to ${LIMITS.version} characters, no ":", "/", "|" or control characters, no outer white space, not "arn"`,
  (value) => isName(value) && value.length <= LIMITS.version,
)

function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length >= 1 &&
    value.length <= LIMITS.name &&
    value.trim() === value &&
    value !== 'arn' &&
    !FORBIDDEN_IN_NAMES.test(value)
  )
}

export function oneOf(...values: readonly string[]): Check {
  return check(`one of ${values.map((value) => `"${value}"`).join(', ')}`, (value) => values.some((known) => known === value))
}

/**
 * Whether a value is an object without a class. It may be of another realm, whose Object.prototype is not ours. A Map or a Date is
 * not plain.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  try {
    const prototype: unknown = Object.getPrototypeOf(value)
    return (
      prototype === null ||
      prototype === Object.prototype ||
      (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'))
    )
  } catch {
    // A proxy may throw when it is asked for its prototype.
    return false
  }
}

/**
 * Checks that options are a plain object. Anything else has no members to check, and would pass as if it were empty.
 *
 * @param path - the path of the option that holds the object; empty for the options themselves
 * @throws TypeError naming the option, or saying that the options themselves are wrong
 */
export function assertPlainObject(subject: string, value: unknown, path = ''): asserts value is object {
  const what = path === '' ? 'the options' : `option "${path}"`
  // Nothing of a text is shown, since the text may be a secret that was meant for a member of the group.
  const shown = typeof value === 'string' ? 'a string' : show(value)
  if (!isPlainObject(value)) throw new TypeError(`${subject}: ${what} must be a plain object, got ${shown}`)
  for (const name of readable(subject, what, () => Object.keys(value))) optionOf(subject, value, name, path)
}

/**
 * Checks options that a caller gave, with all groups. A member that is `undefined` counts as left out.
 *
 * @param subject - the function that was called, for the message: `ResultWorker.start`
 * @throws TypeError naming the option, what was expected and what was given
 */
export function checkOptions(subject: string, options: unknown, checks: Checks, path = ''): void {
  assertPlainObject(subject, options, path)
  for (const name of new Set([...Object.keys(options), ...Object.keys(checks)])) {
    const at = pathOf(path, name)
    const value = optionOf(subject, options, name, path)
    if (value === undefined) continue
    const known = Object.hasOwn(checks, name) ? checks[name] : undefined
    if (known === undefined) {
      throw new TypeError(`${subject}: unknown option "${at}"; the options here are ${Object.keys(checks).join(', ')}`)
    }
    if (!isCheck(known)) checkOptions(subject, value, known, at)
    else if (!isAccepted(known, value))
      throw new TypeError(
        `${subject}: option "${at}" must be ${known.expected}, got ${known.secret ? `a ${typeof value} that is not shown` : show(value)}`,
      )
  }
}

/**
 * Reads one option.
 *
 * @throws TypeError naming the option if it cannot be read
 */
export function optionOf(subject: string, options: object, name: string, path = ''): unknown {
  return readable<unknown>(subject, `option "${pathOf(path, name)}"`, () => Reflect.get(options, name))
}

function pathOf(path: string, name: string): string {
  const shown = name.slice(0, LIMITS.name)
  return path === '' ? shown : `${path}.${shown}`
}

/** Reads something of a caller's, since getters and proxies can throw anything. */
function readable<Value>(subject: string, what: string, read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    throw new TypeError(`${subject}: ${what} cannot be read: ${thrownText(cause)}`, { cause })
  }
}

function isAccepted(known: Check, value: unknown): boolean {
  try {
    return known.accepts(value)
  } catch {
    return false
  }
}

/** How a stop drains. */
export interface StopOptions {
  /** How long the stop drains at most, in ms. With 0 it does not drain. @default the `drainMs` of the start, which is 8000 by default */
  readonly drainMs?: number | undefined
}

/**
 * Checks the options of a stop.
 *
 * @throws TypeError naming the option that is wrong
 */
export function checkStopOptions(subject: string, options: StopOptions): void {
  checkOptions(subject, options, { drainMs: isDelayMs })
}

function isCheck(entry: Check | Checks): entry is Check {
  return typeof entry['accepts'] === 'function'
}

/** The checks of a `SwfConnection`. They are the same wherever a connection is given. */
export const CONNECTION_CHECKS: Checks = {
  region: isText,
  endpoint: {
    expected: 'the text of a URL of http or https, without user and password',
    // SWF knows neither a user nor a password here, and messages about a start show the endpoint.
    secret: true,
    accepts: isEndpoint,
  },
  credentials: {
    expected: 'an object { accessKeyId, secretAccessKey, sessionToken?, expiration? } or a function that gives one',
    secret: true,
    accepts: (value) =>
      typeof value === 'function' ||
      (typeof value === 'object' && value !== null && 'accessKeyId' in value && 'secretAccessKey' in value),
  },
}

function isEndpoint(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false
  const { protocol, username, password } = new URL(value)
  return /^https?:$/.test(protocol) && username === '' && password === ''
}

/** Writes a duration as SWF takes it: whole seconds in digits, or `NONE`. */
export function swfDuration(durationMs: number): string {
  return durationMs === Infinity ? 'NONE' : String(durationMs / 1000)
}

/** How values are written: as Ruby's workers write them, in JSON, or by a module of your own. */
export type DataConverterChoice = 'yaml' | 'json' | URL | (string & {})

export const DEFAULT_DATA_CONVERTER = 'yaml'
