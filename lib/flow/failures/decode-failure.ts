import type { JobErrorCode } from '../../errors/index.js'
import type { SerializedError } from '../../errors/serialized-error.js'
import { isListOfText, isRubyException, membersOf, type RubyException } from '../ruby-values/index.js'
import { ACTIVITY_TASK_EXCEPTIONS } from './activity-task-exceptions.js'
import { loadValue } from '../yaml/reader/load-value.js'
import { parseYaml } from '../yaml/reader/parse-yaml.js'

const CODES: ReadonlyMap<string, JobErrorCode> = new Map<string, JobErrorCode>([
  [ACTIVITY_TASK_EXCEPTIONS.timedOut, 'ERR_RESULT_JOB_TIMED_OUT'],
  [ACTIVITY_TASK_EXCEPTIONS.notScheduled, 'ERR_RESULT_JOB_NOT_SCHEDULED'],
])

const TIMEOUT_REASONS: ReadonlyMap<string, string> = new Map([
  ['HEARTBEAT', 'its worker ended, or did not heartbeat in time'],
  ['SCHEDULE_TO_START', 'no worker took it in time: does one poll its task list?'],
  ['START_TO_CLOSE', 'it took longer than it may'],
  ['SCHEDULE_TO_CLOSE', 'waiting and running took longer than they may'],
])

export interface JobFailure {
  readonly code: JobErrorCode
  readonly failure: SerializedError
}

/** What a job's failure says: of a step that failed, what its worker threw. */
export function decodeJobFailure(exception: RubyException): JobFailure {
  const { className, message, variables } = exception
  const code = CODES.get(className) ?? 'ERR_RESULT_JOB_FAILED'
  const { cause, details } = variables
  if (className === ACTIVITY_TASK_EXCEPTIONS.failed && isRubyException(cause)) {
    const backtrace = typeof details === 'string' ? readDetails(details)?.backtrace : undefined
    return { code, failure: errorOf({ ...cause, ...(backtrace && { backtrace }) }) }
  }
  const failure = errorOf(exception)
  // The framework's message is the bare name of the timeout.
  return {
    code,
    failure: className === ACTIVITY_TASK_EXCEPTIONS.timedOut ? { ...failure, message: timeoutText(message) } : failure,
  }
}

function timeoutText(timeout: string): string {
  return `timed out: ${timeout}${TIMEOUT_REASONS.has(timeout) ? ` (${TIMEOUT_REASONS.get(timeout)})` : ''}`
}

/**
 * What an activity or workflow failed with, read from SWF's two texts of it.
 *
 * @param read - the exception in the details, if there is one
 */
export function decodeError(
  reason: string | undefined,
  details: string | undefined,
  read: (details: string) => RubyException | undefined = readDetails,
): SerializedError {
  const exception = details && read(details)
  if (exception) return errorOf(exception)
  return { type: 'Error', message: reason ?? 'failed without a reason', fields: details ? { details } : {} }
}

/** An exception in two documents, as the framework writes it, or in one with its backtrace inside, as newer Rubies do. */
function readDetails(details: string): RubyException | undefined {
  try {
    const parsed = parseYaml(details, 2)
    const [exception, backtrace] = parsed.roots.map((root) => loadValue(root, parsed))
    if (!isRubyException(exception)) return undefined
    return isListOfText(backtrace) ? { ...exception, backtrace } : exception
  } catch {
    return undefined
  }
}

/** The error that an exception stands for: the one thrown in JavaScript, or Ruby's own under its class. */
function errorOf({ className, message, backtrace = [], variables }: RubyException): SerializedError {
  const { cause, ...members } = variables
  const { javascript_class: type, fields } = members
  const isOurs = typeof type === 'string'
  const rubyFields = isRubyException(cause) || cause === undefined ? members : variables
  return {
    type: isOurs ? type : className,
    message,
    ...(backtrace.length > 0 && { stack: backtrace.map((frame) => `    at ${frame}`).join('\n') }),
    fields: isOurs ? membersOf(fields) : rubyFields,
    ...(isRubyException(cause) && { cause: errorOf(cause) }),
  }
}
