import { createHash } from 'node:crypto'
import type { RetryPolicy } from '../../protocol/job-start.js'
import { isRubyException, type RubyException } from '../../flow/ruby-values/index.js'
import { ACTIVITY_TASK_EXCEPTIONS } from '../../flow/failures/activity-task-exceptions.js'
import { verbatimValue } from '../../flow/yaml/writer/value-tree.js'
import type { Attempt } from './job-history.js'

/** The classes above all that a job can fail with, Ruby's and JavaScript's. */
const EVERYTHING: ReadonlySet<string> = new Set(['Object', 'Exception', 'StandardError', 'Error'])
/** SWF takes as many digits. */
const LONGEST_TIMER_SECONDS = 99_999_999

/**
 * After how many whole seconds a failed step is run again; undefined when it is not. It depends on the history alone, so that
 * every decider comes to the same: jitter goes by the run and the number of the attempt.
 *
 * @param attempts - of the step so far; the last one has failed
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
  // Finite both of them: nothing times infinity is no number.
  const first = Math.min(LONGEST_TIMER_SECONDS, initialRetryInterval)
  const factor = Math.min(Number.MAX_VALUE, backoffCoefficient ** (attempts.length - 1))
  const interval = Math.trunc(Math.min(LONGEST_TIMER_SECONDS, maximumRetryInterval, first * factor))
  const elapsed = Math.trunc(((last.endedAtMs ?? 0) - (attempts[0]?.scheduledAtMs ?? 0)) / 1000)
  if (interval + elapsed >= retryExpirationInterval) return undefined
  const delay = interval + (shouldJitter ? jitter(`${runId} ${attempts.length}`, Math.trunc(interval / 2)) : 0)
  return Math.min(LONGEST_TIMER_SECONDS, delay)
}

/**
 * What the worker threw counts, or the timeout. Without details there is nothing to judge by, and the framework retries nothing.
 * What SWF did not schedule it would not schedule the next time either.
 */
function isRetryable({ exceptionsToInclude, exceptionsToExclude }: RetryPolicy, exception: RubyException): boolean {
  if (exception.className === ACTIVITY_TASK_EXCEPTIONS.notScheduled) return false
  const thrown = exception.className === ACTIVITY_TASK_EXCEPTIONS.failed ? verbatimValue(exception.variables['cause']) : exception
  if (!isRubyException(thrown)) return false
  const names = namesOf(thrown)
  return exceptionsToInclude.some((name) => names.has(name)) && !exceptionsToExclude.some((name) => names.has(name))
}

/** Of a Ruby class no more is known than its name; ours stand for JavaScript's. */
function namesOf({ className, variables }: RubyException): ReadonlySet<string> {
  const { javascript_class: javascriptClass } = variables
  return new Set([className, ...(typeof javascriptClass === 'string' ? [javascriptClass] : []), ...EVERYTHING])
}

/** Less than `limit`, and the same for the same seed. */
function jitter(seed: string, limit: number): number {
  return limit < 1 ? 0 : createHash('sha256').update(seed).digest().readUInt32BE(0) % limit
}
