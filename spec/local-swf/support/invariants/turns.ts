import { broken, closingEvent, idIn, type RecordedEvent, type RunHistory } from '../histories.js'

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
  const lastTurn = events.findLast(({ eventType }) => eventType.startsWith('DecisionTask'))
  if (lastTurn?.eventType === 'DecisionTaskScheduled' || lastTurn?.eventType === 'DecisionTaskStarted') return
  const seenEventId = lastTurn?.eventType === 'DecisionTaskCompleted' ? idIn(lastTurn, 'startedEventId') : 0
  const unseen = events.find((event) => event.eventId > seenEventId && wakes(event))
  if (unseen) throw broken(history, unseen, 'no decision task is open for it')
}

/** A decider is not woken when nothing happened since it last looked. */
export function noDeciderIsWokenForNothing(history: RunHistory): void {
  let seenEventId = 0
  for (const event of history.events) {
    if (event.eventType === 'DecisionTaskCompleted') seenEventId = idIn(event, 'startedEventId')
    if (event.eventType !== 'DecisionTaskScheduled') continue
    if (!history.events.slice(seenEventId, event.eventId).some(wakes)) throw broken(history, event, 'nothing happened')
  }
}
