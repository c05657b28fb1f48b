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

/** How a JobWorker is started. All times are in ms. */
export interface JobWorkerOptions {
  /** The SWF domain. It is registered if it does not exist. @default 'FlowDefault' */
  readonly domain?: string | undefined
  /** Classes of activities by name. Each class has a task list of the same name. If there are none, the worker only makes decisions. */
  readonly activities: Activities
  /**
   * How many activities of one class run at once at most, and how many decisions. Give one number for both, or one for each.
   * @default 20
   */
  readonly concurrency?: number | Concurrency | undefined
  /**
   * The defaults with which new activity types are registered, and which can never be changed. With `javascript` a type gets a heartbeat
   * timeout of 60 s, so that SWF notices a killed worker. With `ruby` it gets none. Choose `ruby` for types that Ruby workers serve too,
   * since a Ruby worker stops if a default differs from its own. @default 'javascript'
   */
  readonly registration?: Registration | undefined
  /**
   * How values are written: `yaml` as Ruby's workers write them, `json`, or the URL of a module that exports `dump` and `load`. The
   * processes that start the jobs need the same data converter. @default 'yaml'
   */
  readonly dataConverter?: DataConverterChoice | undefined
  /** Where SWF is, and with which credentials to ask it. What is left out is found as the AWS SDK finds it. */
  readonly swf?: SwfConnection | undefined
  /** How long a stop waits for running activities and outstanding polls, in ms. With 0 it does not wait. @default 8000 */
  readonly drainMs?: number | undefined
  /** Whether to stop on TERM and INT, unless the application listens to them itself. @default true */
  readonly signals?: boolean | undefined
}

/** How much a JobWorker does at once. */
export interface Concurrency {
  /** How many activities of one class run at once at most. @default 20 */
  readonly activities?: number | undefined
  /** How many decisions are made at once at most. With 0 the worker makes no decisions, and other workers must. @default 20 */
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
    expected: `${isCount.expected}, or a plain object { activities, decisions } of such numbers, where decisions may be 0`,
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

/**
 * Checks the options, and puts the defaults in.
 *
 * @throws TypeError naming the option that is wrong, what was expected, and what was given
 */
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
    throw new TypeError('JobWorker.start: there is nothing to do: "activities" is empty, and "concurrency.decisions" is 0')
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
