import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import type { JobFormat } from '../../flow/formats/job-format.js'
import { failedOutcome, activityEndOf, type ActivityEnd, type ActivityOutcome } from '../../flow/history/activity-end.js'
import { scheduleActivityTaskFailedException } from '../../flow/failures/activity-task-exceptions.js'
import { messageWithHint } from './not-scheduled-message.js'

/** One activity task that a decision asked for. */
export interface Attempt {
  readonly typeName: string
  readonly activityId: string
  /** The id of the event that records the decision. */
  readonly scheduledEventId: number
  readonly scheduledAtMs: number
  /** How it ended; undefined while it is under way. */
  readonly outcome?: ActivityOutcome
  /** When it ended, in ms since the epoch. */
  readonly endedAtMs?: number
  /** Whether SWF refused it only because too many activities were scheduled at that moment. Nothing was tried then. */
  readonly isThrottled?: boolean
}

/** SWF's causes for refusing a decision only because there are too many of its kind at that moment. */
const TOO_MANY_ACTIVITIES = 'ACTIVITY_CREATION_RATE_EXCEEDED'
const TOO_MANY_TIMERS = 'TIMER_CREATION_RATE_EXCEEDED'

/** A timer that runs before a retry. */
export interface RetryTimer {
  /** How it ended; undefined while it runs, and `refused` if SWF did not start it. */
  readonly end?: 'fired' | 'refused'
}

/** What the events of an execution of the default workflow have said so far. */
export interface JobHistory {
  readonly input: string | undefined
  /** The attempts of both steps, in the order in which they were scheduled. */
  readonly attempts: readonly Attempt[]
  /** The timers by the id of the event that started them, in order. */
  readonly timers: ReadonlyMap<number, RetryTimer>
  /** The names of the markers that were recorded. */
  readonly markers: ReadonlySet<string>
  /**
   * Whether SWF denied a decision to close the execution. A policy then keeps this decider from closing executions. If it tried
   * again, SWF would ask it again immediately, forever.
   */
  readonly mayNotClose: boolean
}

/** What a history is read from. */
export interface HistorySubject {
  readonly events: readonly HistoryEvent[]
  readonly knownActivities: readonly string[]
  readonly format: JobFormat
}

/** Reads the events from the first one on. Events that do not matter for the two steps are passed over. */
export function jobHistoryOf({ events, knownActivities, format }: HistorySubject): JobHistory {
  const replay = new Replay(knownActivities)
  for (const event of events) {
    const end = activityEndOf(event, format)
    if (end) replay.end(end, event)
    else if (event.eventType) READERS[event.eventType]?.(replay, event)
  }
  const { input, attempts, timers, markers, mayNotClose } = replay
  return { input, attempts: [...attempts.values()], timers, markers, mayNotClose }
}

class Replay {
  readonly knownActivities: readonly string[]
  /** The attempts by the id of the event that scheduled them. */
  readonly attempts = new Map<number, Attempt>()
  readonly timers = new Map<number, RetryTimer>()
  readonly markers = new Set<string>()
  input: string | undefined
  mayNotClose = false

  constructor(knownActivities: readonly string[]) {
    this.knownActivities = knownActivities
  }

  end({ scheduledEventId, outcomeOf }: ActivityEnd, event: HistoryEvent): void {
    const attempt = this.attempts.get(scheduledEventId)
    if (!attempt) return
    this.attempts.set(attempt.scheduledEventId, { ...attempt, outcome: outcomeOf(attempt.activityId), endedAtMs: timeOf(event) })
  }

  closeFailed(cause: string | undefined): void {
    this.mayNotClose ||= cause === 'OPERATION_NOT_PERMITTED'
  }
}

type Reader = (replay: Replay, event: HistoryEvent) => void

const READERS: { readonly [Type in EventType]?: Reader } = {
  WorkflowExecutionStarted(replay, { workflowExecutionStartedEventAttributes: started }) {
    replay.input = started?.input
  },
  ActivityTaskScheduled(replay, event) {
    const { activityId = '', activityType } = event.activityTaskScheduledEventAttributes ?? {}
    const { eventId: scheduledEventId = 0 } = event
    const typeName = activityType?.name ?? ''
    replay.attempts.set(scheduledEventId, { typeName, activityId, scheduledEventId, scheduledAtMs: timeOf(event) })
  },
  ScheduleActivityTaskFailed(replay, event) {
    const { eventId = 0, scheduleActivityTaskFailedEventAttributes: refused } = event
    const { activityId = '', activityType, cause = '' } = refused ?? {}
    const message = messageWithHint(activityType, cause, replay.knownActivities)
    const outcome = failedOutcome(scheduleActivityTaskFailedException({ eventId, activityId }, cause, message))
    const [typeName, atMs] = [activityType?.name ?? '', timeOf(event)]
    const others = { scheduledAtMs: atMs, endedAtMs: atMs, isThrottled: cause === TOO_MANY_ACTIVITIES }
    replay.attempts.set(eventId, { typeName, activityId, scheduledEventId: eventId, outcome, ...others })
  },
  TimerStarted(replay, { eventId = 0 }) {
    replay.timers.set(eventId, {})
  },
  StartTimerFailed(replay, { eventId = 0, startTimerFailedEventAttributes: refused }) {
    // If there are too many timers, the step goes on without the wait.
    replay.timers.set(eventId, { end: refused?.cause === TOO_MANY_TIMERS ? 'fired' : 'refused' })
  },
  TimerFired(replay, { timerFiredEventAttributes: fired }) {
    if (replay.timers.has(fired?.startedEventId ?? 0)) replay.timers.set(fired?.startedEventId ?? 0, { end: 'fired' })
  },
  MarkerRecorded(replay, { markerRecordedEventAttributes: marker }) {
    replay.markers.add(marker?.markerName ?? '')
  },
  CompleteWorkflowExecutionFailed(replay, { completeWorkflowExecutionFailedEventAttributes: refused }) {
    replay.closeFailed(refused?.cause)
  },
  FailWorkflowExecutionFailed(replay, { failWorkflowExecutionFailedEventAttributes: refused }) {
    replay.closeFailed(refused?.cause)
  },
}

function timeOf({ eventTimestamp }: HistoryEvent): number {
  return Number(eventTimestamp ?? 0)
}
