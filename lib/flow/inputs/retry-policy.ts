import type { RetryPolicy, RetrySettings } from '../../protocol/job-description.js'
import { isHash, membersOf } from '../ruby-values/index.js'

/** The framework uses these values where a policy has none: delays of 2, 4, 8, … seconds, each with up to half as much added. */
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

/** The framework's client asks for so many retries unless it is told otherwise. */
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

/** A retry policy with the framework's names. */
export type RetryMembers = Readonly<Record<string, number | boolean | readonly string[]>>

/** Makes the `exponential_retry` of a step. Infinite values are left out, as the framework's clients do. */
export function retryMembers(settings: RetrySettings = {}): RetryMembers {
  const given = { ...settings, maximumAttempts: settings.maximumAttempts ?? MAXIMUM_ATTEMPTS }
  const members: Record<string, number | boolean | readonly string[]> = {}
  for (const [member, name] of MEMBERS) {
    const value = given[member]
    if (value !== undefined && value !== Infinity) members[name] = value
  }
  return members
}

/** Reads the `:exponential_retry` of a step. It is undefined for a step that has none, and is not run again. */
export function decodeRetryPolicy(value: unknown): RetryPolicy | undefined {
  if (!isHash(value)) return undefined
  // The hash may be of a subclass of Hash, as Rails has them.
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

/** Reads a list of classes. Each is a name, or is written as `!ruby/class 'Name'`. */
function classNames(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.flatMap((entry: unknown) => (typeof entry === 'string' ? [entry] : nameIn(entry)))
}

function nameIn(entry: unknown): string[] {
  return isHash(entry) && typeof entry['name'] === 'string' ? [entry['name']] : []
}
