import type {
  ActivityTaskTimeoutType,
  Decision,
  EventType,
  HistoryEvent,
  ScheduleActivityTaskFailedCause,
  StartTimerFailedCause,
} from '@aws-sdk/client-swf'
import { decideHere as decide } from './decide-here.js'

type Attributes = Omit<HistoryEvent, 'eventId' | 'eventType' | 'eventTimestamp'>

/** The history of one execution as SWF would write it, one happening after the other. Every happening asks for a decision. */
export class History {
  readonly #events: HistoryEvent[] = []
  #openActivity = 0
  #openTimer = 0
  #nowMs = 0

  constructor(input: string | undefined) {
    this.#add('WorkflowExecutionStarted', {
      workflowExecutionStartedEventAttributes: {
        input,
        childPolicy: 'TERMINATE',
        taskList: { name: 'flow_default_ruby' },
        workflowType: { name: 'FlowDefaultWorkflowRuby.start', version: '1.0' },
      },
    })
    this.#askForDecision()
  }

  get events(): readonly HistoryEvent[] {
    return this.#events
  }

  /** What the decider here decides, taken by SWF. */
  decidedHere(): this {
    return this.decided(decide(this.#events, []))
  }

  decided(decisions: readonly Decision[]): this {
    this.#add('DecisionTaskCompleted')
    for (const { scheduleActivityTaskDecisionAttributes: attributes, startTimerDecisionAttributes: timer } of decisions) {
      if (timer) this.#openTimer = this.#add('TimerStarted')
      this.#nowMs += timer ? Number(timer.startToFireTimeout) * 1000 : 0
      if (!attributes) continue
      const activityTaskScheduledEventAttributes = { taskList: { name: 'x' }, decisionTaskCompletedEventId: 4, ...attributes }
      this.#openActivity = this.#add('ActivityTaskScheduled', { activityTaskScheduledEventAttributes })
      this.#add('ActivityTaskStarted')
    }
    return this
  }

  notScheduled([decision]: readonly Decision[], cause: ScheduleActivityTaskFailedCause): this {
    const { activityType, activityId } = decision?.scheduleActivityTaskDecisionAttributes ?? {}
    this.#add('DecisionTaskCompleted')
    this.#add('ScheduleActivityTaskFailed', {
      scheduleActivityTaskFailedEventAttributes: { activityType, activityId, cause, decisionTaskCompletedEventId: 4 },
    })
    return this.#askForDecision()
  }

  completed(result: string | undefined): this {
    return this.#ended('ActivityTaskCompleted', { activityTaskCompletedEventAttributes: { ...this.#task, result } })
  }

  failed(reason: string | undefined, details: string | undefined): this {
    return this.#ended('ActivityTaskFailed', { activityTaskFailedEventAttributes: { ...this.#task, reason, details } })
  }

  timedOut(timeoutType: ActivityTaskTimeoutType): this {
    return this.#ended('ActivityTaskTimedOut', { activityTaskTimedOutEventAttributes: { ...this.#task, timeoutType } })
  }

  canceled(): this {
    const attributes = { ...this.#task, details: undefined }
    return this.#ended('ActivityTaskCanceled', { activityTaskCanceledEventAttributes: attributes })
  }

  timerFired(): this {
    return this.#ended('TimerFired', { timerFiredEventAttributes: { timerId: 'Timer', startedEventId: this.#openTimer } })
  }

  timerRefused(cause: StartTimerFailedCause = 'OPERATION_NOT_PERMITTED'): this {
    this.#add('DecisionTaskCompleted')
    return this.#ended('StartTimerFailed', {
      startTimerFailedEventAttributes: { timerId: 'Timer', cause, decisionTaskCompletedEventId: 4 },
    })
  }

  closeFailed(cause: 'UNHANDLED_DECISION' | 'OPERATION_NOT_PERMITTED'): this {
    const attributes = { cause, decisionTaskCompletedEventId: 4 }
    return this.#ended('CompleteWorkflowExecutionFailed', { completeWorkflowExecutionFailedEventAttributes: attributes })
  }

  markerRecorded(markerName: string): this {
    return this.#ended('MarkerRecorded', { markerRecordedEventAttributes: { markerName, decisionTaskCompletedEventId: 4 } })
  }

  /** An event without attributes. */
  add(eventType: EventType): this {
    return this.#ended(eventType)
  }

  get #task(): { readonly scheduledEventId: number; readonly startedEventId: number } {
    return { scheduledEventId: this.#openActivity, startedEventId: this.#openActivity + 1 }
  }

  #ended(eventType: EventType, attributes?: Attributes): this {
    this.#add(eventType, attributes)
    return this.#askForDecision()
  }

  #askForDecision(): this {
    this.#add('DecisionTaskScheduled')
    this.#add('DecisionTaskStarted')
    return this
  }

  #add(eventType: EventType, attributes: Attributes = {}): number {
    const eventId = this.#events.length + 1
    this.#events.push({ eventId, eventType, eventTimestamp: new Date(this.#nowMs + eventId), ...attributes })
    return eventId
  }
}
