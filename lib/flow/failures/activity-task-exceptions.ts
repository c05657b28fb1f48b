import type { ActivityType } from '@aws-sdk/client-swf'
import { rubyException, type RubyException } from '../ruby-values/index.js'
import { Verbatim } from '../yaml/writer/value-tree.js'
import { verbatimTree } from '../yaml/writer/verbatim-tree.js'
import { loadValue } from '../yaml/reader/load-value.js'
import { parseYaml } from '../yaml/reader/parse-yaml.js'

/** The exceptions that the framework's decider makes of a step that did not complete. */
export const ACTIVITY_TASK_EXCEPTIONS = {
  failed: 'AWS::Flow::ActivityTaskFailedException',
  timedOut: 'AWS::Flow::ActivityTaskTimedOutException',
  notScheduled: 'AWS::Flow::ScheduleActivityTaskFailedException',
} as const

export interface ActivityTaskEvent {
  /** Of the event that says so. */
  readonly eventId: number
  readonly activityId: string
}

const NO_REASON = 'The activity which failed did not provide a reason'
const NO_DETAILS = 'The activity which failed did not provide details'

/** The worker's own exception, as what its failure's details hold, and once more as it stands in SWF. */
export interface FailureCause {
  readonly cause: unknown
  readonly details?: string
}

/** @param read - of the details, if there are any */
export function activityTaskFailedException(
  step: ActivityTaskEvent,
  reason: string | undefined = NO_REASON,
  details: string | undefined,
  read: (details: string) => FailureCause = decodeCause,
): RubyException {
  const { cause, ...text } = details ? read(details) : { cause: NO_DETAILS, details: NO_DETAILS }
  return rubyException(ACTIVITY_TASK_EXCEPTIONS.failed, reason, {
    variables: { id: step.eventId, activity_id: step.activityId, cause, reason, ...text },
  })
}

export function activityTaskTimedOutException(
  step: ActivityTaskEvent,
  timeoutType: string,
  details: string | undefined,
): RubyException {
  return rubyException(ACTIVITY_TASK_EXCEPTIONS.timedOut, timeoutType, {
    variables: { id: step.eventId, activity_id: step.activityId, reason: timeoutType, details: details ?? null },
  })
}

export function scheduleActivityTaskFailedException(step: ActivityTaskEvent, cause: string, message: string): RubyException {
  return rubyException(ACTIVITY_TASK_EXCEPTIONS.notScheduled, message, {
    variables: { id: step.eventId, activity_id: step.activityId, reason: cause },
  })
}

/** The cause with which SWF refuses an activity of a type that it does not know. */
export const NOT_REGISTERED = 'ACTIVITY_TYPE_DOES_NOT_EXIST'

/** Why SWF did not schedule an activity, for humans. */
export function notScheduledMessage({ name = '', version = '' }: Partial<ActivityType> = {}, cause: string): string {
  return cause === NOT_REGISTERED
    ? `${cause}: the activity type ${name} ${version} is not registered in this domain`
    : `SWF did not schedule ${name} ${version}: ${cause}`
}

/** The value of what is handed on as it came. */
export function verbatimValue(value: unknown): unknown {
  return value instanceof Verbatim ? value.value : value
}

/** The first of the details' two documents, as it came, since Ruby knows its class; a text that is no YAML stays one. */
export function decodeCause(details: string): FailureCause {
  try {
    const parsed = parseYaml(details, 2)
    const [root] = parsed.roots
    return { cause: new Verbatim(verbatimTree(root, parsed), loadValue(root, parsed)), details }
  } catch {
    return { cause: details, details }
  }
}
