import type { Histories, RecordedEvent, RunHistory } from './histories.js'

const START_MS = 2000

/** An event of a history that is made by hand. */
export function event(
  eventId: number,
  eventType: string,
  attributes: Readonly<Record<string, unknown>>,
  timestampMs = START_MS,
): RecordedEvent {
  return { eventId, eventType, timestampMs, attributes }
}

export function history(runId: string, events: readonly RecordedEvent[]): RunHistory {
  return { workflowId: 'order', runId, events }
}

export function histories(...all: readonly RunHistory[]): Histories {
  return new Map(all.map((each) => [each.runId, each]))
}

/** A decision task that is scheduled by this event, taken, and answered. */
export function turn(eventId: number): readonly RecordedEvent[] {
  return [
    event(eventId, 'DecisionTaskScheduled', { taskList: { name: 'deciders' }, startToCloseTimeout: '30' }),
    event(eventId + 1, 'DecisionTaskStarted', { scheduledEventId: eventId }),
    event(eventId + 2, 'DecisionTaskCompleted', { scheduledEventId: eventId, startedEventId: eventId + 1 }),
  ]
}

/** Events 1 to 4. */
export const started: readonly RecordedEvent[] = [
  event(1, 'WorkflowExecutionStarted', { parentInitiatedEventId: 0, executionStartToCloseTimeout: '3600' }),
  ...turn(2),
]

const sent = event(5, 'SignalExternalWorkflowExecutionInitiated', { workflowId: 'order', decisionTaskCompletedEventId: 4 })

/** A sender and a receiver, with nothing wrong. */
export const wholeHistories: Histories = histories(
  history('sender', [
    ...started,
    sent,
    event(6, 'ExternalWorkflowExecutionSignaled', { initiatedEventId: 5 }),
    ...turn(7),
    event(10, 'TimerStarted', { timerId: 't', startToFireTimeout: '5', decisionTaskCompletedEventId: 9 }),
    event(11, 'ActivityTaskScheduled', {
      taskList: { name: 'workers' },
      scheduleToCloseTimeout: '60',
      decisionTaskCompletedEventId: 9,
    }),
    event(12, 'TimerFired', { timerId: 't', startedEventId: 10 }, 7000),
    event(13, 'DecisionTaskScheduled', { taskList: { name: 'deciders' } }, 7000),
  ]),
  history('receiver', [
    ...started,
    event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 5, externalWorkflowExecution: { runId: 'sender' } }),
    ...turn(6),
    event(9, 'WorkflowExecutionCompleted', { decisionTaskCompletedEventId: 8 }),
  ]),
)
