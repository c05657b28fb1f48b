import { DEFAULT_DOMAIN } from '../flow/names.js'
import {
  checkOptions,
  CONNECTION_CHECKS,
  DEFAULT_DATA_CONVERTER,
  isBoolean,
  isCount,
  isDataConverter,
  isDelayMs,
  isPlainObject,
  isSwfName,
  oneOf,
  type Check,
  type Checks,
  type DataConverterChoice,
} from '../base/options.js'
import { plainConnection, type SwfConnection } from '../base/connection.js'
import type { Registration } from './registration/register-job-types.js'
import { activityClassesOf, type Activities, type ActivityClass } from './activities/activities.js'

/** How a JobWorker is started. All times are ms. */
export interface JobWorkerOptions {
  /** The SWF domain; registered if it does not exist. @default 'FlowDefault' */
  readonly domain?: string | undefined
  /** Classes of activities by name; each class has a task list of its own name. Without any, only decisions are made. */
  readonly activities: Activities
  /** The most activities of one class that run at once, and the most decisions: one number for both, or one for each. @default 20 */
  readonly concurrency?: number | Concurrency | undefined
  /**
   * Defaults that new activity types get, for ever. `javascript`: a heartbeat timeout of 60 s, so that a killed worker is noticed.
   * `ruby`: none, for types that Ruby workers serve too: they stop at any difference from theirs. @default 'javascript'
   */
  readonly registration?: Registration | undefined
  /**
   * How values are written: `yaml` as Ruby's workers do, `json`, or the URL of a module that exports `dump` and `load`. Whoever
   * starts the jobs needs the same. @default 'yaml'
   */
  readonly dataConverter?: DataConverterChoice | undefined
  /** Where SWF is and who asks; what is left out is found as the AWS SDK finds it. */
  readonly swf?: SwfConnection | undefined
  /** How long a stop waits for running activities and outstanding polls. 0: not at all. @default 8000 */
  readonly drainMs?: number | undefined
  /** Drain on TERM and INT, unless the application listens to them itself. @default true */
  readonly signals?: boolean | undefined
}

export interface Concurrency {
  /** Of one class, at once. @default 20 */
  readonly activities?: number | undefined
  /** At once; 0 leaves them to others. @default 20 */
  readonly decisions?: number | undefined
}

export interface ResolvedJobWorkerOptions {
  readonly domain: string
  readonly classes: readonly ActivityClass[]
  readonly concurrency: { readonly activities: number; readonly decisions: number }
  readonly registration: Registration
  readonly dataConverter: string
  readonly swf: SwfConnection
  readonly drainMs: number
  readonly signals: boolean
}

const isClasses: Check = {
  expected: 'a plain object of classes, each an object whose methods are activities',
  accepts: isPlainObject,
}

const CHECKS: Checks = {
  domain: isSwfName,
  activities: isClasses,
  concurrency: {
    expected: `${isCount.expected}, or a plain object { activities, decisions } of such, where decisions may be 0`,
    accepts: (value) => isCount.accepts(value) || isConcurrency(value),
  },
  registration: oneOf('javascript', 'ruby'),
  dataConverter: isDataConverter,
  swf: CONNECTION_CHECKS,
  drainMs: isDelayMs,
  signals: isBoolean,
}

const DEFAULTS = {
  domain: DEFAULT_DOMAIN,
  concurrency: 20,
  registration: 'javascript',
  dataConverter: DEFAULT_DATA_CONVERTER,
  drainMs: 8_000,
  signals: true,
} as const

/** @throws TypeError naming the option that is wrong, what was expected and what came */
export function resolveJobWorkerOptions(options: JobWorkerOptions): ResolvedJobWorkerOptions {
  checkOptions('JobWorker.start', options, CHECKS)
  if (options.activities === undefined) {
    throw new TypeError(`JobWorker.start: option "activities" must be ${isClasses.expected}, got undefined`)
  }
  const classes = activityClassesOf(options.activities)
  const { concurrency = {} } = options
  const { activities, decisions } =
    typeof concurrency === 'number' ? { activities: concurrency, decisions: undefined } : concurrency
  if (classes.length === 0 && decisions === 0) {
    throw new TypeError('JobWorker.start: there is nothing to do without "activities" and with "concurrency.decisions" of 0')
  }
  return {
    domain: options.domain ?? DEFAULTS.domain,
    classes,
    concurrency: { activities: activities ?? DEFAULTS.concurrency, decisions: decisions ?? DEFAULTS.concurrency },
    registration: options.registration ?? DEFAULTS.registration,
    dataConverter: String(options.dataConverter ?? DEFAULTS.dataConverter),
    swf: plainConnection(options.swf ?? {}),
    drainMs: options.drainMs ?? DEFAULTS.drainMs,
    signals: options.signals ?? DEFAULTS.signals,
  }
}

function isConcurrency(value: unknown): boolean {
  if (!isPlainObject(value)) return false
  return Object.entries(value).every(([name, count]: [string, unknown]) => {
    if (count === undefined || (name === 'decisions' && count === 0)) return true
    return (name === 'activities' || name === 'decisions') && isCount.accepts(count)
  })
}
