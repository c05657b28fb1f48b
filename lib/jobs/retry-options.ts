import type { RetrySettings } from '../protocol/job-description.js'
import { isBoolean, isWholeSecondsMs, type Check, type Checks } from '../base/options.js'

/**
 * When the decider, a JobWorker's or Ruby's, runs the activity again after a failure or a timeout. An activity that SWF cannot schedule is
 * not run again, and neither is one whose failure has no details.
 */
export interface RetryOptions {
  /** The number of retries after the first run. 0 means none, and Infinity means no limit. @default 3 */
  readonly maximumAttempts?: number | undefined
  /** How many ms to wait before the first retry. @default 2000 */
  readonly initialRetryIntervalMs?: number | undefined
  /** The factor by which each interval is longer than the one before. @default 2 */
  readonly backoffCoefficient?: number | undefined
  /** The longest interval, in ms. @default Infinity */
  readonly maximumRetryIntervalMs?: number | undefined
  /** How many ms after the first scheduling there are no more retries. @default Infinity */
  readonly retryExpirationIntervalMs?: number | undefined
  /** Whether up to half of an interval is added to it, at random. @default true */
  readonly shouldJitter?: boolean | undefined
  /**
   * The names of the error classes after which the activity is run again. JobWorker's decider compares them with the name of the error's
   * own class. It knows no superclasses but `Error`, `StandardError` and `Exception`, which stand for all. Ruby's decider refuses the name
   * of a class that Ruby does not have. @default all classes
   */
  readonly exceptionsToInclude?: readonly string[] | undefined
  /** The names of the error classes after which the activity is not run again. @default none */
  readonly exceptionsToExclude?: readonly string[] | undefined
}

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

export const RETRY_CHECKS: Checks = {
  maximumAttempts: isRetryCount,
  initialRetryIntervalMs: { ...isWholeSecondsMs, accepts: (value) => isWholeSecondsMs.accepts(value) && value !== Infinity },
  backoffCoefficient: isCoefficient,
  maximumRetryIntervalMs: isWholeSecondsMs,
  retryExpirationIntervalMs: isWholeSecondsMs,
  shouldJitter: isBoolean,
  exceptionsToInclude: isClassNames,
  exceptionsToExclude: isClassNames,
}

/** Turns the options into the framework's settings, which are in seconds. */
export function retrySettings({
  initialRetryIntervalMs,
  maximumRetryIntervalMs,
  retryExpirationIntervalMs,
  ...others
}: RetryOptions): RetrySettings {
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
