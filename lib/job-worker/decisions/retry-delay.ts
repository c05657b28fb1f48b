import { createHash } from 'node:crypto'
import type { RetryPolicy } from '../../protocol/job-description.js'
import { isRubyException, type RubyException } from '../../flow/ruby-values/index.js'
import { ACTIVITY_TASK_EXCEPTIONS } from '../../flow/failures/activity-task-exceptions.js'
import { verbatimValue } from '../../flow/yaml/writer/value-tree.js'
import type { Attempt } from './job-history.js'

/** The classes of Ruby and JavaScript from which every error that a job can fail with inherits. */
const EVERYTHING: ReadonlySet<string> = new Set(['Object', 'Exception', 'StandardError', 'Error'])
/** SWF takes at most eight digits for the time of a timer. */
const LONGEST_TIMER_SECONDS = 99_999_999
/** The longest wait for a step that SWF refused only because too many were scheduled at that moment. */
const LONGEST_THROTTLED_SECONDS = 64

/**
 * Says after how many whole seconds a failed step is run again; undefined if it is not. The result depends on the history alone, so
 * that every decider comes to the same one: the jitter is computed from the run and the number of the attempt.
 *
 * @param attempts - the step's attempts so far, of which the last has failed
 */
export function retryDelaySeconds(
  policy: RetryPolicy | undefined,
  attempts: readonly Attempt[],
  runId: string,
): number | undefined {
  const last = attempts.at(-1)
  if (last?.isThrottled) return throttledSeconds(attempts, runId)
  if (!policy || last?.outcome?.status !== 'failed') return undefined
  const { length: tries } = attempts.filter(({ isThrottled }) => !isThrottled)
  if (tries > policy.maximumAttempts || !isRetryable(policy, last.outcome.exception)) return undefined
  const { initialRetryInterval, backoffCoefficient, maximumRetryInterval, retryExpirationInterval, shouldJitter } = policy
  // Both are made finite, since zero times infinity is not a number.
  const first = Math.min(LONGEST_TIMER_SECONDS, initialRetryInterval)
  const factor = Math.min(Number.MAX_VALUE, backoffCoefficient ** (tries - 1))
  const interval = Math.trunc(Math.min(LONGEST_TIMER_SECONDS, maximumRetryInterval, first * factor))
  const elapsed = Math.trunc(((last.endedAtMs ?? 0) - (attempts[0]?.scheduledAtMs ?? 0)) / 1000)
  if (interval + elapsed >= retryExpirationInterval) return undefined
  const delay = interval + (shouldJitter ? jitter(`${runId} ${attempts.length}`, Math.trunc(interval / 2)) : 0)
  return Math.min(LONGEST_TIMER_SECONDS, delay)
}

/**
 * The wait before a throttled step is scheduled again, whatever its policy says: the step itself did not fail. Many executions are
 * refused together, so each run draws its own wait, from a range that doubles with each refusal in a row.
 */
function throttledSeconds(attempts: readonly Attempt[], runId: string): number {
  const refusals = attempts.length - 1 - attempts.findLastIndex(({ isThrottled }) => !isThrottled)
  return 1 + jitter(`${runId} ${attempts.length}`, Math.min(LONGEST_THROTTLED_SECONDS, 2 ** refusals))
}

/**
 * Judges by what the worker threw, or by the timeout. A failure without details gives nothing to judge by, and the framework does
 * not retry it. A step that SWF did not schedule is not retried, since SWF would not schedule it the next time either.
 */
function isRetryable({ exceptionsToInclude, exceptionsToExclude }: RetryPolicy, exception: RubyException): boolean {
  if (exception.className === ACTIVITY_TASK_EXCEPTIONS.notScheduled) return false
  const thrown = exception.className === ACTIVITY_TASK_EXCEPTIONS.failed ? verbatimValue(exception.variables['cause']) : exception
  if (!isRubyException(thrown)) return false
  const names = namesOf(thrown)
  return exceptionsToInclude.some((name) => names.has(name)) && !exceptionsToExclude.some((name) => names.has(name))
}

/** The names of an exception's classes. Of a Ruby class only the name is known. Our exceptions also carry their JavaScript class. */
function namesOf({ className, variables }: RubyException): ReadonlySet<string> {
  const { javascript_class: javascriptClass } = variables
  return new Set([className, ...(typeof javascriptClass === 'string' ? [javascriptClass] : []), ...EVERYTHING])
}

/** A number below `limit`, always the same for the same seed. */
function jitter(seed: string, limit: number): number {
  return limit < 1 ? 0 : createHash('sha256').update(seed).digest().readUInt32BE(0) % limit
}
