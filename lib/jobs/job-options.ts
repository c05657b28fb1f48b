import { nanoid } from 'nanoid'
import { DEFAULT_ACTIVITY_VERSION } from '../flow/names.js'
import { LIMITS } from '../flow/limits.js'
import {
  checkOptions,
  isBoolean,
  isPriority,
  isSwfName,
  isSwfVersion,
  isWholeSecondsMs,
  oneOf,
  swfDuration,
  type Check,
  type Checks,
} from '../options.js'
import { DEFAULT_EXECUTION_MS, RESULT_CHECKS, resolveWait, type ResultOptions } from '../service/result-options.js'
import type { StartJobRequest } from '../service/start-job.js'

/** How one job is run. All times are ms; where SWF wants whole seconds, multiples of 1000. */
export interface JobOptions extends ResultOptions {
  readonly workflow?: WorkflowOptions | undefined
  readonly activity?: ActivityOptions | undefined
}

/** Without a schema, which would decide what the result is. */
export interface PlainJobOptions extends JobOptions {
  readonly schema?: undefined
}

/** SWF's own settings of the execution. */
export interface WorkflowOptions {
  /** SWF runs at most one execution of an id at a time. @default a unique one */
  readonly id?: string | undefined
  /** At most 4 of up to 256 characters; the activity's name is added as the last. */
  readonly tags?: readonly string[] | undefined
  /** Higher is sooner. @default the type's own, 0 */
  readonly priority?: number | undefined
  /** What becomes of child workflows. @default the type's own, 'TERMINATE' */
  readonly childPolicy?: 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON' | undefined
  /** After how long SWF ends the execution. @default 3600000 */
  readonly executionStartToCloseTimeoutMs?: number | undefined
  /** How long one decision may take. @default the type's own, 30000 */
  readonly taskStartToCloseTimeoutMs?: number | undefined
}

/** SWF's own settings of the activity; what is left out is the activity type's default. */
export interface ActivityOptions {
  /** @default '1.0' */
  readonly version?: string | undefined
  readonly taskList?: string | undefined
  readonly timeouts?: ActivityTimeouts | undefined
  readonly retry?: RetryOptions | undefined
}

/**
 * How the decider, a JobWorker's or Ruby's, runs the activity again after a failure or timeout. What SWF cannot schedule, and a failure without details, is final.
 */
export interface RetryOptions {
  /** Retries after the first run; 0 for none, Infinity for no limit. @default 3 */
  readonly maximumAttempts?: number | undefined
  /** Before the first retry. @default 2000 */
  readonly initialRetryIntervalMs?: number | undefined
  /** Each interval is so much longer than the one before. @default 2 */
  readonly backoffCoefficient?: number | undefined
  /** The longest interval. @default Infinity */
  readonly maximumRetryIntervalMs?: number | undefined
  /** No retry later than so long after the first scheduling. @default Infinity */
  readonly retryExpirationIntervalMs?: number | undefined
  /** Up to half as much is added to an interval. @default true */
  readonly shouldJitter?: boolean | undefined
  /** Names of the errors' classes that are retried; Ruby deciders refuse one that Ruby does not have. @default all */
  readonly exceptionsToInclude?: readonly string[] | undefined
  /** Names of the errors' classes that are final. @default none */
  readonly exceptionsToExclude?: readonly string[] | undefined
}

export interface ActivityTimeouts {
  readonly scheduleToCloseMs?: number | undefined
  readonly scheduleToStartMs?: number | undefined
  readonly startToCloseMs?: number | undefined
  /** A JobWorker heartbeats at a third of the type's registered timeout, every 20 s by default: give no less than twice that. */
  readonly heartbeatMs?: number | undefined
}

/** One of SWF's five tags is the activity's name. */
const MAX_TAGS = LIMITS.tags - 1

const isRetryCount: Check = {
  expected: 'a whole number, 0 or more, or Infinity',
  accepts: (value) => value === Infinity || (Number.isSafeInteger(value) && Number(value) >= 0),
}
const isCoefficient: Check = {
  expected: 'a number from 1 to 1000',
  accepts: (value) => typeof value === 'number' && value >= 1 && value <= 1000,
}
const isClassNames: Check = {
  expected: 'an array of the names of classes, like "RangeError" or "Net::ReadTimeout"',
  accepts: (value) =>
    Array.isArray(value) && value.every((name) => typeof name === 'string' && /^[A-Za-z_$][\w$]*(?:::\w+)*$/.test(name)),
}

const CHECKS: Checks = {
  ...RESULT_CHECKS,
  workflow: {
    id: isSwfName,
    tags: { expected: `an array of at most ${MAX_TAGS} strings of 1 to 256 characters`, accepts: isTags },
    priority: isPriority,
    childPolicy: oneOf('TERMINATE', 'REQUEST_CANCEL', 'ABANDON'),
    executionStartToCloseTimeoutMs: {
      expected: 'a whole number of seconds in ms (a multiple of 1000, from 1000); SWF ends every execution within a year',
      accepts: (value) => isWholeSecondsMs.accepts(value) && value !== Infinity && value !== 0,
    },
    taskStartToCloseTimeoutMs: isWholeSecondsMs,
  },
  activity: {
    version: isSwfVersion,
    taskList: isSwfName,
    timeouts: {
      scheduleToCloseMs: isWholeSecondsMs,
      scheduleToStartMs: isWholeSecondsMs,
      startToCloseMs: isWholeSecondsMs,
      heartbeatMs: isWholeSecondsMs,
    },
    retry: {
      maximumAttempts: isRetryCount,
      initialRetryIntervalMs: { ...isWholeSecondsMs, accepts: (value) => isWholeSecondsMs.accepts(value) && value !== Infinity },
      backoffCoefficient: isCoefficient,
      maximumRetryIntervalMs: isWholeSecondsMs,
      retryExpirationIntervalMs: isWholeSecondsMs,
      shouldJitter: isBoolean,
      exceptionsToInclude: isClassNames,
      exceptionsToExclude: isClassNames,
    },
  },
}

/**
 * The one place where a job's options become what SWF is asked.
 *
 * @param name - `Class.method`
 * @throws TypeError naming what is wrong
 */
export function resolveJob(name: string, input: unknown, options: JobOptions): StartJobRequest {
  checkOptions(`the job ${name}`, options, CHECKS)
  const { workflow = {}, activity = {} } = options
  const executionMs = workflow.executionStartToCloseTimeoutMs ?? DEFAULT_EXECUTION_MS
  return {
    wait: resolveWait(options, executionMs),
    call: {
      workflowId: workflow.id ?? nanoid(),
      activity: {
        ...splitName(name),
        version: activity.version ?? DEFAULT_ACTIVITY_VERSION,
        taskList: activity.taskList,
        ...timeouts(activity.timeouts ?? {}),
        retry: activity.retry && retrySettings(activity.retry),
      },
      input,
      executionStartToCloseTimeout: swfDuration(executionMs),
      taskStartToCloseTimeout: durationOf(workflow.taskStartToCloseTimeoutMs),
      childPolicy: workflow.childPolicy,
      taskPriority: workflow.priority === undefined ? undefined : String(workflow.priority),
      tagList: [...(workflow.tags ?? []), name],
    },
  }
}

function timeouts(given: ActivityTimeouts): Partial<StartJobRequest['call']['activity']> {
  return {
    scheduleToCloseTimeout: durationOf(given.scheduleToCloseMs),
    scheduleToStartTimeout: durationOf(given.scheduleToStartMs),
    startToCloseTimeout: durationOf(given.startToCloseMs),
    heartbeatTimeout: durationOf(given.heartbeatMs),
  }
}

function retrySettings({
  initialRetryIntervalMs,
  maximumRetryIntervalMs,
  retryExpirationIntervalMs,
  ...others
}: RetryOptions): StartJobRequest['call']['activity']['retry'] {
  return {
    ...others,
    initialRetryInterval: secondsOf(initialRetryIntervalMs),
    maximumRetryInterval: secondsOf(maximumRetryIntervalMs),
    retryExpirationInterval: secondsOf(retryExpirationIntervalMs),
  }
}

function secondsOf(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000
}

function durationOf(durationMs: number | undefined): string | undefined {
  return durationMs === undefined ? undefined : swfDuration(durationMs)
}

/** The last point divides: a class may have points in its name, a method has none. */
function splitName(name: string): { readonly className: string; readonly method: string } {
  const point = name.lastIndexOf('.')
  if (point < 1 || point === name.length - 1 || !isSwfName.accepts(name)) {
    throw new TypeError(
      `a job is named "Class.method", like "Pricing.quote", and takes SWF's characters only; got ${JSON.stringify(name)}`,
    )
  }
  return { className: name.slice(0, point), method: name.slice(point + 1) }
}

function isTags(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= MAX_TAGS &&
    value.every((tag) => typeof tag === 'string' && tag.length >= 1 && tag.length <= LIMITS.name)
  )
}
