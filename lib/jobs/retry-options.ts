import type { RetrySettings } from '../protocol/job-description.js'
import { isBoolean, isWholeSecondsMs, type Check, type Checks } from '../base/options.js'

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
  /**
   * Names of the errors' classes that are retried. JobWorker's decider knows their own names and `Error`, `StandardError` and
   * `Exception`, no other superclasses. Ruby deciders refuse a class that Ruby does not have. @default all
   */
  readonly exceptionsToInclude?: readonly string[] | undefined
  /** Names of the errors' classes that are final. @default none */
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

/** As the framework has them: seconds. */
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
