import { closingTypes, idIn, textIn, type RecordedEvent } from '../histories.js'
import { attributesMember, type SentDecision } from '../invariants/replay.js'
import { activityTypes, scripted, workflowIds } from './names.js'

function decision(decisionType: string, attributes: object): SentDecision {
  return { decisionType, [attributesMember(decisionType)]: attributes }
}

const schedule = (activityId: string): SentDecision =>
  decision('ScheduleActivityTask', { activityId, activityType: activityTypes[0], heartbeatTimeout: '5' })
const startTimer = (timerId: string): SentDecision => decision('StartTimer', { timerId, startToFireTimeout: '3' })
const marker = (markerName: string): SentDecision => decision('RecordMarker', { markerName })

/** A workflow that reacts to each event in its own way. What it decides follows from the history alone. */
const reactions: Readonly<Record<string, (event: RecordedEvent) => readonly SentDecision[]>> = {
  WorkflowExecutionStarted: () => [schedule('a0'), schedule('a1'), startTimer('t0')],
  ActivityTaskCompleted: ({ eventId }) => [marker(`m${eventId}`), schedule(`a${eventId}`)],
  ActivityTaskFailed: ({ eventId }) => [schedule(`a${eventId}`), decision('RequestCancelActivityTask', { activityId: 'a1' })],
  ActivityTaskCanceled: ({ eventId }) => [startTimer(`t${eventId}`)],
  ActivityTaskTimedOut: ({ eventId }) => [schedule(`a${eventId}`)],
  TimerFired: ({ eventId }) => [decision('ScheduleLambdaFunction', { id: `f${eventId}`, name: 'echo', input: '1' })],
  LambdaFunctionCompleted: ({ eventId }) => [startTimer(`t${eventId}`), decision('CancelTimer', { timerId: 't0' })],
  WorkflowExecutionSignaled: ({ eventId }) => [
    decision('StartChildWorkflowExecution', {
      workflowId: workflowIds[eventId % workflowIds.length],
      workflowType: scripted,
      taskList: { name: 'l1' },
    }),
  ],
  ChildWorkflowExecutionStarted: (event) => {
    const child = event.attributes['workflowExecution']
    const workflowId: unknown = typeof child === 'object' && child !== null ? Reflect.get(child, 'workflowId') : undefined
    return [decision('SignalExternalWorkflowExecution', { workflowId, signalName: 'welcome' })]
  },
  StartChildWorkflowExecutionFailed: (event) => [
    decision('RequestCancelExternalWorkflowExecution', { workflowId: textIn(event, 'workflowId') }),
  ],
}

export function decideAsScripted(events: readonly RecordedEvent[]): readonly SentDecision[] {
  const completed = events.filter(({ eventType }) => eventType === 'DecisionTaskCompleted')
  const previous = completed.at(-1)
  const seenEventId = previous ? idIn(previous, 'startedEventId') : 0
  const news = events.filter(({ eventId, eventType }) => eventId > seenEventId && !closingTypes.has(eventType))
  const decisions = news.flatMap((event) => reactions[event.eventType]?.(event) ?? [])
  if (news.some(({ eventType }) => eventType === 'WorkflowExecutionCancelRequested')) {
    return [...decisions, decision('CancelWorkflowExecution', {})]
  }
  const isChild = events[0]?.attributes['parentWorkflowExecution'] !== undefined
  if (isChild && completed.length > 0) return [...decisions, decision('CompleteWorkflowExecution', { result: 'done' })]
  if (completed.length === 8) return [...decisions, decision('ContinueAsNewWorkflowExecution', {})]
  return decisions
}
