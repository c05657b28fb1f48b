import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { JobFormat } from '../formats/job-format.js'
import { rubyException, type RubyException } from '../ruby-values/index.js'
import { activityTaskFailedException, activityTaskTimedOutException } from '../failures/activity-task-exceptions.js'

/** How an activity ended. */
export type ActivityOutcome =
  | { readonly status: 'completed'; readonly result: string }
  | { readonly status: 'failed'; readonly exception: RubyException }

/** What an event says about the end of an activity. */
export interface ActivityEnd {
  /** The id of the event that scheduled the activity. */
  readonly scheduledEventId: number
  readonly outcomeOf: (activityId: string) => ActivityOutcome
}

/**
 * Reads how an activity ended.
 *
 * @returns undefined for an event that does not end an activity
 */
export function activityEndOf(event: HistoryEvent, format: JobFormat): ActivityEnd | undefined {
  const { eventId = 0 } = event
  if (event.activityTaskCompletedEventAttributes) {
    // If an activity gave no result, SWF leaves the member out.
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

/** The exception is read only when it is asked for. A decider replays every failure at each decision, but looks only at the last one. */
function failedBy(read: () => RubyException): ActivityOutcome {
  let exception: RubyException | undefined
  return {
    status: 'failed',
    get exception() {
      return (exception ??= read())
    },
  }
}

/** The outcome of an activity that failed with this exception. */
export function failedOutcome(exception: RubyException): ActivityOutcome {
  return { status: 'failed', exception }
}
