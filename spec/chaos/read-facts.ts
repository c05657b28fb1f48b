import type { ExecutionDescription, HistoryEvent, LocalSwf } from '../../lib/local-swf/index.js'
import { ACTIVITY } from './activities.js'
import { indexOfTag } from './tags.js'
import type { ExecutionFacts } from './reports.js'

const ENDS: Readonly<Record<string, ExecutionFacts['lastEnd']>> = {
  ActivityTaskCompleted: 'completed',
  ActivityTaskFailed: 'failed',
  ActivityTaskTimedOut: 'timed-out',
}

/** What became of a job, by the history of its execution. */
export function readFacts(swf: LocalSwf, { workflowId, runId, status, tagList }: ExecutionDescription): ExecutionFacts {
  const events = swf.history(workflowId, { runId })
  const scheduledIds = new Map<number, string>()
  let deliveries = 0
  for (const { eventId, activityTaskScheduledEventAttributes: scheduled } of events) {
    if (scheduled?.activityType.name === ACTIVITY) scheduledIds.set(eventId, scheduled.activityId)
    else if (scheduled) deliveries += 1
  }
  const ends = events.flatMap((event) => (scheduledIds.has(scheduledEventIdOf(event)) ? [ENDS[event.eventType]] : []))
  const count = (end: ExecutionFacts['lastEnd']): number => ends.filter((each) => each === end).length
  const received = events.find(
    ({ activityTaskCompletedEventAttributes: end }) => end !== undefined && !scheduledIds.has(end.scheduledEventId),
  )
  return {
    index: indexOfTag(tagList),
    status,
    scheduled: [...scheduledIds.values()],
    failed: count('failed'),
    timedOut: count('timed-out'),
    completed: count('completed'),
    lastEnd: ends.at(-1),
    deliveries,
    receivedAt: received?.eventTimestamp.getTime(),
    isUndelivered: events.some(({ eventType }) => eventType === 'MarkerRecorded'),
  }
}

/** Of an activity's end, else 0. */
function scheduledEventIdOf(event: HistoryEvent): number {
  const end =
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes
  return end?.scheduledEventId ?? 0
}
