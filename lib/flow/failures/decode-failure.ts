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

/** What a failed job says of its failure. */
interface JobFailure {
  /** The code of the error with which the caller's promise rejects. */
  readonly code: JobErrorCode
  readonly failure: SerializedError
}

/** Reads the failure of a job. If the activity threw, the failure is what its worker threw. */
export function decodeJobFailure(exception: RubyException): JobFailure {
  const { className, message, variables } = exception
  const code = CODES.get(className) ?? 'ERR_RESULT_JOB_FAILED'
  const { cause, details } = variables
  if (className === ACTIVITY_TASK_EXCEPTIONS.failed && isRubyException(cause)) {
    const backtrace = typeof details === 'string' ? readDetails(details)?.backtrace : undefined
    return { code, failure: errorOf({ ...cause, ...(backtrace && { backtrace }) }) }
  }
  const failure = errorOf(exception)
  // The message of the framework's exception is only the name of the timeout.
  return {
    code,
    failure: className === ACTIVITY_TASK_EXCEPTIONS.timedOut ? { ...failure, message: timeoutText(message) } : failure,
  }
}

function timeoutText(timeout: string): string {
  return `timed out: ${timeout}${TIMEOUT_REASONS.has(timeout) ? ` (${TIMEOUT_REASONS.get(timeout)})` : ''}`
}

/**
 * Reads what an activity or a workflow failed with from the two texts that SWF has of it.
 *
 * @param read - reads the exception in the details, if there is one
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

/** Reads an exception of two documents, as the framework writes it, or of one document with the backtrace inside, as newer Rubies do. */
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

/** The error that an exception stands for. It is the error that was thrown in JavaScript, or an error with the name of Ruby's class. */
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
