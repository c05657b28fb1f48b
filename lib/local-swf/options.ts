import type { ServedRequest } from './http/served-request.js'
import type { LambdaFunction } from './model/functions.js'
import { DOMAINS_LIMIT } from './model/limits.js'
import { isPlainObject } from './is-plain-object.js'
import type { ClockOption } from './time/local-clock.js'
import { Problems } from './validation/shape.js'
import { newName } from './validation/shapes.js'
import type { FaultRule } from './injection/fault-rule.js'
import { shown } from './shown.js'
import { unknownNames } from './unknown-names.js'

export interface LocalSwfOptions {
  /**
   * TCP port on 127.0.0.1; 0 takes a free one.
   * @default 0
   */
  readonly port?: number
  /**
   * What timeouts and time stamps go by. `'manual'` stands still until `swf.clock.advance(ms)`; `'skipping'` is real time that skips
   * to the next deadline while executions only wait for their timers: no task waits or is in hand, no function runs. Time is one
   * for all: while no execution has a timer, it is real.
   * @default 'system'
   */
  readonly clock?: ClockOption
  /**
   * The account in ARNs: 12 digits.
   * @default '123456789012'
   */
  readonly accountId?: string
  /**
   * The region in `clientOptions`. Requests of any region are served, all with the same domains.
   * @default 'us-east-1'
   */
  readonly region?: string
  /**
   * Stand in for AWS Lambda, by name: each takes the input that the decision gives and returns the result, both as JSON values.
   * @default none: ScheduleLambdaFunction fails with LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION
   */
  readonly functions?: Readonly<Record<string, LambdaFunction>>
  /**
   * Domains that are there from the start and after each reset, registered with a retention period of 90 days: for programs that
   * expect theirs to exist.
   * @default none
   */
  readonly domains?: readonly string[]
  /**
   * Called with each request once it is answered, to log it say. What it throws, or rejects with, becomes a warning of the process
   * (`LocalSwfWarning`), and the server goes on.
   * @default none
   */
  readonly onRequest?: (request: ServedRequest) => void
  /**
   * Operations and decisions that an IAM policy would forbid, by name: a denied operation answers OperationNotPermittedFault, a
   * denied decision fails with the cause OPERATION_NOT_PERMITTED.
   * @default none
   */
  readonly deny?: readonly string[]
  /**
   * Whether the account has the documented quotas: an operation that comes too often answers ThrottlingException, a decision fails.
   * @default false
   */
  readonly quotas?: boolean
  /**
   * Faults to inject from the start, and anew after each reset. `swf.inject` adds more.
   * @default none
   */
  readonly faults?: readonly FaultRule[]
  /**
   * Chooses whom the faults that have a `rate` strike: a whole number from 0 to 2^32 − 1.
   * @default 0
   */
  readonly faultSeed?: number
}

/** These have no default. */
type Unset = 'functions' | 'onRequest'

export type ResolvedOptions = Required<Omit<LocalSwfOptions, Unset>> & Pick<LocalSwfOptions, Unset>

const DEFAULTS: ResolvedOptions = {
  port: 0,
  clock: 'system',
  accountId: '123456789012',
  region: 'us-east-1',
  domains: [],
  deny: [],
  quotas: false,
  faults: [],
  faultSeed: 0,
}

interface Check {
  readonly expected: string
  isValid(value: unknown): boolean
  /** How a wrong value is told. */
  readonly shown?: (value: unknown) => string
}

const checkOf: Readonly<Record<keyof LocalSwfOptions, Check>> = {
  port: {
    expected: 'a whole number from 0 to 65535',
    isValid: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535,
  },
  clock: {
    expected: "'system', 'manual', 'skipping' or a Clock with now() and setTimer(callback, delayMs)",
    isValid: (value) =>
      (typeof value === 'string' && ['system', 'manual', 'skipping'].includes(value)) ||
      (typeof value === 'object' && value !== null && hasMethod(value, 'now') && hasMethod(value, 'setTimer')),
  },
  accountId: { expected: 'a text of 12 digits', isValid: (value) => typeof value === 'string' && /^\d{12}$/.test(value) },
  region: { expected: 'the name of a region', isValid: (value) => typeof value === 'string' && /^[a-z\d-]+$/.test(value) },
  deny: {
    expected: 'a list of operations and decisions of SWF, by name',
    isValid: (value) => isTexts(value) && unknownNames(value).length === 0,
    shown: (value) => (isTexts(value) ? unknownNames(value).map(shown).join(', ') : shown(value)),
  },
  quotas: { expected: 'true or false', isValid: (value) => typeof value === 'boolean' },
  functions: {
    expected: 'a plain object of functions',
    isValid: (value) => isPlainObject(value) && Object.values(value).every((each) => typeof each === 'function'),
  },
  domains: {
    expected: 'a list of at most 100 names that a domain can have (1 to 256 characters, no : / | or control character, not arn)',
    isValid: (value) => isTexts(value) && new Set(value).size <= DOMAINS_LIMIT && value.every(isNewName),
  },
  faults: { expected: 'a list of rules', isValid: (value) => Array.isArray(value) },
  faultSeed: {
    expected: 'a whole number from 0 to 4294967295',
    isValid: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32,
  },
  onRequest: { expected: 'a function', isValid: (value) => typeof value === 'function' },
}

const checks = new Map(Object.entries(checkOf))

/** @throws TypeError that names the option, what was expected and what came */
export function resolveOptions(options: LocalSwfOptions = {}): ResolvedOptions {
  if (!isPlainObject(options)) throw new TypeError(`LocalSwf.start takes a plain object, not ${shown(options)}`)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) {
    const check = checks.get(name)
    if (!check) throw new TypeError(`unknown option ${name}: LocalSwf.start takes ${[...checks.keys()].join(', ')}`)
    const tell = check.shown ?? shown
    if (!check.isValid(value)) throw new TypeError(`option ${name} must be ${check.expected}, not ${tell(value)}`)
  }
  return { ...DEFAULTS, ...Object.fromEntries(given) }
}

function hasMethod(value: object, name: string): boolean {
  return typeof Reflect.get(value, name) === 'function'
}

function isNewName(name: string): boolean {
  const problems = new Problems()
  newName(name, '', problems)
  return !problems.hasAny
}

function isTexts(value: unknown): value is readonly string[] {
  // Array.from sees holes, which every would skip.
  return Array.isArray(value) && Array.from(value).every((each) => typeof each === 'string')
}
