import { broken, closingEvent, idIn, type RecordedEvent, type RunHistory } from '../histories.js'
import { openThings } from './closings.js'

/** Beside these, all that comes of a child, of another execution, and each decision that failed. */
const wakingTypes: ReadonlySet<string> = new Set([
  'WorkflowExecutionStarted',
  'WorkflowExecutionSignaled',
  'WorkflowExecutionCancelRequested',
  'DecisionTaskTimedOut',
  'ActivityTaskCompleted',
  'ActivityTaskFailed',
  'ActivityTaskTimedOut',
  'ActivityTaskCanceled',
  'TimerFired',
  'LambdaFunctionCompleted',
  'LambdaFunctionFailed',
  'LambdaFunctionTimedOut',
])

const wakingPattern =
  /^(?:ChildWorkflowExecution|ExternalWorkflowExecution)|^(?!ActivityTask|LambdaFunction|WorkflowExecution).*Failed$/

function wakes({ eventType }: RecordedEvent): boolean {
  return wakingTypes.has(eventType) || wakingPattern.test(eventType)
}

/** While there is something that no decider has seen, a decision task is open: an execution never sleeps for ever. */
export function nothingGoesUnseen(history: RunHistory): void {
  if (closingEvent(history)) return
  const { events } = history
  if (openThings(history, 'decisionTask').size > 0) return
  const lastTurn = events.findLast(({ eventType }) => eventType.startsWith('DecisionTask'))
  const seenEventId = lastTurn?.eventType === 'DecisionTaskCompleted' ? idIn(lastTurn, 'startedEventId') : 0
  const unseen = events.find((event) => event.eventId > seenEventId && wakes(event))
  if (unseen) throw broken(history, unseen, 'no decision task is open for it')
}

/** What comes from outside has its decision task in the next event and at the same time, unless one waits already. */
export function nothingWaitsForItsDecisionTask(history: RunHistory): void {
  let waits = false
  for (const [index, event] of history.events.entries()) {
    if (event.eventType === 'DecisionTaskScheduled') waits = true
    if (event.eventType === 'DecisionTaskStarted') waits = false
    if (event.eventType === 'DecisionTaskTimedOut' && idIn(event, 'startedEventId') === 0) waits = false
    if (waits || !wakes(event) || idIn(event, 'decisionTaskCompletedEventId') > 0) continue
    const next = history.events[index + 1]
    // The history was full, and the task ended the execution instead.
    if (next?.eventType === 'WorkflowExecutionTerminated') continue
    if (next?.eventType !== 'DecisionTaskScheduled') throw broken(history, event, 'is not followed by its decision task')
    if (next.timestampMs !== event.timestampMs) throw broken(history, next, 'comes later than what it is for')
  }
}

/** A decider is not woken when nothing happened since it last looked. */
export function noDeciderIsWokenForNothing(history: RunHistory): void {
  let seenEventId = 0
  for (const event of history.events) {
    if (event.eventType === 'DecisionTaskStarted') seenEventId = event.eventId
    if (event.eventType === 'DecisionTaskTimedOut') seenEventId = 0
    if (event.eventType !== 'DecisionTaskScheduled') continue
    if (!history.events.slice(seenEventId, event.eventId).some(wakes)) throw broken(history, event, 'nothing happened')
  }
}
