import type { RetryPolicy, RetrySettings } from '../../protocol/job-description.js'
import { isHash, membersOf } from '../ruby-values/index.js'

/** What the framework takes for what a policy leaves out: delays of 2, 4, 8, … s, and up to half as much more. */
const DEFAULTS: RetryPolicy = {
  maximumAttempts: Infinity,
  initialRetryInterval: 2,
  backoffCoefficient: 2,
  maximumRetryInterval: Infinity,
  retryExpirationInterval: Infinity,
  shouldJitter: true,
  exceptionsToInclude: ['Exception'],
  exceptionsToExclude: [],
}

/** Retries that the framework's client asks for unless told otherwise. */
const MAXIMUM_ATTEMPTS = 3

const MEMBERS: ReadonlyArray<readonly [keyof RetryPolicy, string]> = [
  ['maximumAttempts', 'maximum_attempts'],
  ['initialRetryInterval', 'initial_retry_interval'],
  ['backoffCoefficient', 'backoff_coefficient'],
  ['maximumRetryInterval', 'maximum_retry_interval_seconds'],
  ['retryExpirationInterval', 'retry_expiration_interval_seconds'],
  ['shouldJitter', 'should_jitter'],
  ['exceptionsToInclude', 'exceptions_to_include'],
  ['exceptionsToExclude', 'exceptions_to_exclude'],
]

/** A policy by the framework's names. */
export type RetryMembers = Readonly<Record<string, number | boolean | readonly string[]>>

/** Writes `exponential_retry`. What is infinite is left out, as the framework's clients do. */
export function retryMembers(settings: RetrySettings = {}): RetryMembers {
  const given = { ...settings, maximumAttempts: settings.maximumAttempts ?? MAXIMUM_ATTEMPTS }
  const members: Record<string, number | boolean | readonly string[]> = {}
  for (const [member, name] of MEMBERS) {
    const value = given[member]
    if (value !== undefined && value !== Infinity) members[name] = value
  }
  return members
}

/** Reads a step's `:exponential_retry`; undefined when it has none, and is not to be run again. */
export function decodeRetryPolicy(value: unknown): RetryPolicy | undefined {
  if (!isHash(value)) return undefined
  // A hash of a class of its own too, as Rails has them.
  const members = membersOf(value)
  return {
    maximumAttempts: numberOf(members['maximum_attempts']) ?? DEFAULTS.maximumAttempts,
    initialRetryInterval: numberOf(members['initial_retry_interval']) ?? DEFAULTS.initialRetryInterval,
    backoffCoefficient: numberOf(members['backoff_coefficient']) ?? DEFAULTS.backoffCoefficient,
    maximumRetryInterval: numberOf(members['maximum_retry_interval_seconds']) ?? DEFAULTS.maximumRetryInterval,
    retryExpirationInterval: numberOf(members['retry_expiration_interval_seconds']) ?? DEFAULTS.retryExpirationInterval,
    shouldJitter: members['should_jitter'] !== false,
    exceptionsToInclude: classNames(members['exceptions_to_include']) ?? DEFAULTS.exceptionsToInclude,
    exceptionsToExclude: classNames(members['exceptions_to_exclude']) ?? DEFAULTS.exceptionsToExclude,
  }
}

function numberOf(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'string') return undefined
  const number = Number(value)
  return Number.isNaN(number) || number < 0 ? undefined : number
}

/** Classes are written as `!ruby/class 'Name'`. */
function classNames(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.flatMap((entry: unknown) => (typeof entry === 'string' ? [entry] : nameIn(entry)))
}

function nameIn(entry: unknown): string[] {
  return isHash(entry) && typeof entry['name'] === 'string' ? [entry['name']] : []
}
