import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { JobFormat } from '../formats/job-format.js'
import { rubyException, type RubyException } from '../ruby-values/index.js'
import { activityTaskFailedException, activityTaskTimedOutException } from '../failures/activity-task-exceptions.js'

export type ActivityOutcome =
  | { readonly status: 'completed'; readonly result: string }
  | { readonly status: 'failed'; readonly exception: RubyException }

/** The end of an activity, by the event that says so. */
export interface ActivityEnd {
  /** The event that asked for the activity. */
  readonly scheduledEventId: number
  readonly outcomeOf: (activityId: string) => ActivityOutcome
}

/** @returns undefined for an event that ends no activity */
export function activityEndOf(event: HistoryEvent, format: JobFormat): ActivityEnd | undefined {
  const { eventId = 0 } = event
  if (event.activityTaskCompletedEventAttributes) {
    // SWF leaves out a result that an activity did not give.
    const { scheduledEventId = 0, result = format.dump(null) } = event.activityTaskCompletedEventAttributes
    return { scheduledEventId, outcomeOf: () => ({ status: 'completed', result }) }
  }
  if (event.activityTaskFailedEventAttributes) {
    const { scheduledEventId = 0, reason, details } = event.activityTaskFailedEventAttributes
    return {
      scheduledEventId,
      outcomeOf: (activityId) =>
        failedBy(() => activityTaskFailedException({ eventId, activityId }, reason, details, format.decodeCause)),
    }
  }
  if (event.activityTaskTimedOutEventAttributes) {
    const { scheduledEventId = 0, timeoutType = '', details } = event.activityTaskTimedOutEventAttributes
    return {
      scheduledEventId,
      outcomeOf: (activityId) => failedOutcome(activityTaskTimedOutException({ eventId, activityId }, timeoutType, details)),
    }
  }
  if (event.activityTaskCanceledEventAttributes) {
    const { scheduledEventId = 0 } = event.activityTaskCanceledEventAttributes
    return { scheduledEventId, outcomeOf: () => failedOutcome(rubyException('StandardError', 'the activity was canceled')) }
  }
  return undefined
}

/** Read when it is asked for: a decider replays every failure at each decision, and looks at the last one. */
function failedBy(read: () => RubyException): ActivityOutcome {
  let exception: RubyException | undefined
  return {
    status: 'failed',
    get exception() {
      return (exception ??= read())
    },
  }
}

export function failedOutcome(exception: RubyException): ActivityOutcome {
  return { status: 'failed', exception }
}
