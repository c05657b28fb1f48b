import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { rubyException, type RubyException } from '../flow/ruby-values.js'
import { activityTaskFailed, activityTaskTimedOut, scheduleActivityTaskFailed } from '../flow/step-exceptions.js'
import { explainNotScheduled } from './explain-not-scheduled.js'

export type StepOutcome =
  | { readonly status: 'completed'; readonly result: string }
  | { readonly status: 'failed'; readonly exception: RubyException }

/** One activity that a decision asked for. */
export interface Attempt {
  readonly typeName: string
  readonly activityId: string
  /** Undefined while it is under way. */
  readonly outcome?: StepOutcome
}

/** What the events of an execution of the default workflow say so far. */
export interface JobHistory {
  readonly input: string | undefined
  /** In the order of their scheduling. */
  readonly attempts: readonly Attempt[]
  /** Names of the markers recorded. */
  readonly markers: ReadonlySet<string>
  /** SWF denied a closing decision. This decider may not close executions, and would be asked again at once, for ever. */
  readonly mayNotClose: boolean
}

/** Replays a history from its first event. Events that one activity and its result do not depend on are passed over. */
export function readHistory(events: readonly HistoryEvent[], knownActivities: readonly string[]): JobHistory {
  const replay = new Replay(knownActivities)
  for (const event of events) if (event.eventType) READERS[event.eventType]?.(replay, event)
  const { input, attempts, markers, mayNotClose } = replay
  return { input, attempts: [...attempts.values()], markers, mayNotClose }
}

/** What a nil result is in YAML: SWF leaves out a result that an activity did not give. */
const NIL = '---\n'

class Replay {
  readonly knownActivities: readonly string[]
  /** By the event that scheduled it. */
  readonly attempts = new Map<number, Attempt>()
  readonly markers = new Set<string>()
  input: string | undefined
  mayNotClose = false

  constructor(knownActivities: readonly string[]) {
    this.knownActivities = knownActivities
  }

  end(scheduledEventId: number | undefined, outcomeOf: (activityId: string) => StepOutcome): void {
    const attempt = this.attempts.get(scheduledEventId ?? 0)
    if (attempt) this.attempts.set(scheduledEventId ?? 0, { ...attempt, outcome: outcomeOf(attempt.activityId) })
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
  ActivityTaskScheduled(replay, { eventId = 0, activityTaskScheduledEventAttributes: scheduled }) {
    const { activityId = '', activityType } = scheduled ?? {}
    replay.attempts.set(eventId, { typeName: activityType?.name ?? '', activityId })
  },
  ScheduleActivityTaskFailed(replay, { eventId = 0, scheduleActivityTaskFailedEventAttributes: refused }) {
    const { activityId = '', activityType, cause = '' } = refused ?? {}
    const message = explainNotScheduled(activityType, cause, replay.knownActivities)
    const outcome = failed(scheduleActivityTaskFailed({ eventId, activityId }, cause, message))
    replay.attempts.set(eventId, { typeName: activityType?.name ?? '', activityId, outcome })
  },
  ActivityTaskCompleted(replay, { activityTaskCompletedEventAttributes: completed }) {
    const { scheduledEventId, result = NIL } = completed ?? {}
    replay.end(scheduledEventId, () => ({ status: 'completed', result }))
  },
  ActivityTaskFailed(replay, { eventId = 0, activityTaskFailedEventAttributes: failure }) {
    const { scheduledEventId, reason, details } = failure ?? {}
    replay.end(scheduledEventId, (activityId) => failed(activityTaskFailed({ eventId, activityId }, reason, details)))
  },
  ActivityTaskTimedOut(replay, { eventId = 0, activityTaskTimedOutEventAttributes: timedOut }) {
    const { scheduledEventId, timeoutType = '', details } = timedOut ?? {}
    replay.end(scheduledEventId, (activityId) => failed(activityTaskTimedOut({ eventId, activityId }, timeoutType, details)))
  },
  ActivityTaskCanceled(replay, { activityTaskCanceledEventAttributes: canceled }) {
    replay.end(canceled?.scheduledEventId, () => failed(rubyException('StandardError', 'the activity was canceled')))
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

function failed(exception: RubyException): StepOutcome {
  return { status: 'failed', exception }
}
