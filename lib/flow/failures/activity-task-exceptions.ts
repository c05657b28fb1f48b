import type { ActivityType } from '@aws-sdk/client-swf'
import { rubyException, type RubyException } from '../ruby-values/index.js'
import { Verbatim } from '../yaml/writer/value-tree.js'
import { verbatimTree } from '../yaml/writer/verbatim-tree.js'
import { loadValue } from '../yaml/reader/load-value.js'
import { parseYaml } from '../yaml/reader/parse-yaml.js'

/** The framework's decider makes these exceptions of an activity that did not complete. */
export const ACTIVITY_TASK_EXCEPTIONS = {
  failed: 'AWS::Flow::ActivityTaskFailedException',
  timedOut: 'AWS::Flow::ActivityTaskTimedOutException',
  notScheduled: 'AWS::Flow::ScheduleActivityTaskFailedException',
} as const

/** The event that says how an activity failed. */
interface ActivityTaskEvent {
  readonly eventId: number
  readonly activityId: string
}

const NO_REASON = 'The activity which failed did not provide a reason'
const NO_DETAILS = 'The activity which failed did not provide details'

/** What an activity failed with. */
export interface FailureCause {
  /** The worker's own exception, or the text of the details if they hold no exception. */
  readonly cause: unknown
  /** The text of the details, as SWF has it. */
  readonly details?: string
}

/**
 * Makes the exception for an activity that failed.
 *
 * @param read - reads the details, if there are any
 */
export function activityTaskFailedException(
  event: ActivityTaskEvent,
  reason: string | undefined = NO_REASON,
  details: string | undefined,
  read: (details: string) => FailureCause = decodeCause,
): RubyException {
  const { cause, ...text } = details ? read(details) : { cause: NO_DETAILS, details: NO_DETAILS }
  return rubyException(ACTIVITY_TASK_EXCEPTIONS.failed, reason, {
    variables: { id: event.eventId, activity_id: event.activityId, cause, reason, ...text },
  })
}

/** Makes the exception for an activity that timed out. */
export function activityTaskTimedOutException(
  event: ActivityTaskEvent,
  timeoutType: string,
  details: string | undefined,
): RubyException {
  return rubyException(ACTIVITY_TASK_EXCEPTIONS.timedOut, timeoutType, {
    variables: { id: event.eventId, activity_id: event.activityId, reason: timeoutType, details: details ?? null },
  })
}

/** Makes the exception for an activity that SWF did not schedule. */
export function scheduleActivityTaskFailedException(event: ActivityTaskEvent, cause: string, message: string): RubyException {
  return rubyException(ACTIVITY_TASK_EXCEPTIONS.notScheduled, message, {
    variables: { id: event.eventId, activity_id: event.activityId, reason: cause },
  })
}

/** The cause that SWF gives when it does not know the type of an activity. */
export const NOT_REGISTERED = 'ACTIVITY_TYPE_DOES_NOT_EXIST'

/** Says for humans why SWF did not schedule an activity. */
export function notScheduledMessage({ name = '', version = '' }: Partial<ActivityType> = {}, cause: string): string {
  return cause === NOT_REGISTERED
    ? `${cause}: the activity type ${name} ${version} is not registered in this domain`
    : `SWF did not schedule ${name} ${version}: ${cause}`
}

/**
 * Reads the cause from the first of the two documents in the details. Its YAML is kept as it came, since Ruby may know its class. Details
 * that are not YAML are the cause themselves.
 */
export function decodeCause(details: string): FailureCause {
  try {
    const parsed = parseYaml(details, 2)
    const [root] = parsed.roots
    return { cause: new Verbatim(verbatimTree(root, parsed), loadValue(root, parsed)), details }
  } catch {
    return { cause: details, details }
  }
}
