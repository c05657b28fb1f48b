import { createHash } from 'node:crypto'
import type { RetryPolicy } from '../../protocol/job-start.js'
import { isRubyException, type RubyException } from '../../flow/ruby-values/index.js'
import { ACTIVITY_TASK_EXCEPTIONS } from '../../flow/failures/activity-task-exceptions.js'
import { verbatimValue } from '../../flow/yaml/writer/value-tree.js'
import type { Attempt } from './job-history.js'

/** Every error that a job can fail with is an instance of these classes, in Ruby or in JavaScript. */
const EVERYTHING: ReadonlySet<string> = new Set(['Object', 'Exception', 'StandardError', 'Error'])
/** SWF accepts no longer timer: this is the largest number of eight digits. */
const LONGEST_TIMER_SECONDS = 99_999_999

/**
 * Says after how many whole seconds a failed step is run again. It is undefined if the step is not run again. The delay depends only on the
 * history, so that every decider comes to the same one. The random part of it is made from the id of the run and the number of the attempt.
 *
 * @param attempts - are all attempts of the step so far, and the last one has failed
 */
export function retryDelaySeconds(
  policy: RetryPolicy | undefined,
  attempts: readonly Attempt[],
  runId: string,
): number | undefined {
  const last = attempts.at(-1)
  if (!policy || last?.outcome?.status !== 'failed') return undefined
  if (attempts.length > policy.maximumAttempts || !isRetryable(policy, last.outcome.exception)) return undefined
  const { initialRetryInterval, backoffCoefficient, maximumRetryInterval, retryExpirationInterval, shouldJitter } = policy
  // Both factors must be finite, since zero times infinity is not a number.
  const first = Math.min(LONGEST_TIMER_SECONDS, initialRetryInterval)
  const factor = Math.min(Number.MAX_VALUE, backoffCoefficient ** (attempts.length - 1))
  const interval = Math.trunc(Math.min(LONGEST_TIMER_SECONDS, maximumRetryInterval, first * factor))
  const elapsed = Math.trunc(((last.endedAtMs ?? 0) - (attempts[0]?.scheduledAtMs ?? 0)) / 1000)
  if (interval + elapsed >= retryExpirationInterval) return undefined
  const delay = interval + (shouldJitter ? jitter(`${runId} ${attempts.length}`, Math.trunc(interval / 2)) : 0)
  return Math.min(LONGEST_TIMER_SECONDS, delay)
}

/**
 * Whether an attempt may be repeated after this exception. What the worker threw decides, or the timeout. A failure without details does not
 * say what was thrown, and the framework does not retry it. An activity that SWF did not schedule would not be scheduled the next time
 * either.
 */
function isRetryable({ exceptionsToInclude, exceptionsToExclude }: RetryPolicy, exception: RubyException): boolean {
  if (exception.className === ACTIVITY_TASK_EXCEPTIONS.notScheduled) return false
  const thrown = exception.className === ACTIVITY_TASK_EXCEPTIONS.failed ? verbatimValue(exception.variables['cause']) : exception
  if (!isRubyException(thrown)) return false
  const names = namesOf(thrown)
  return exceptionsToInclude.some((name) => names.has(name)) && !exceptionsToExclude.some((name) => names.has(name))
}

/** The names of the classes of an exception. Of a Ruby class only its own name is known. A JavaScript error has the name of its own class, too. */
function namesOf({ className, variables }: RubyException): ReadonlySet<string> {
  const { javascript_class: javascriptClass } = variables
  return new Set([className, ...(typeof javascriptClass === 'string' ? [javascriptClass] : []), ...EVERYTHING])
}

/** A whole number that is less than `limit`. It is always the same for the same seed. */
function jitter(seed: string, limit: number): number {
  return limit < 1 ? 0 : createHash('sha256').update(seed).digest().readUInt32BE(0) % limit
}
