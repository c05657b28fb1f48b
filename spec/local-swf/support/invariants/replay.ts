import { broken, idIn, textIn, type RecordedEvent, type RunHistory } from '../histories.js'

/** A decision as a decider sends it. */
export interface SentDecision {
  readonly decisionType: string
  readonly [attributes: string]: unknown
}

/** The events that a decision may lead to at once, and the member that both name the thing by. */
const tracesOf: Readonly<Record<string, readonly [done: string, failed: string, member?: string]>> = {
  ScheduleActivityTask: ['ActivityTaskScheduled', 'ScheduleActivityTaskFailed', 'activityId'],
  RequestCancelActivityTask: ['ActivityTaskCancelRequested', 'RequestCancelActivityTaskFailed', 'activityId'],
  StartTimer: ['TimerStarted', 'StartTimerFailed', 'timerId'],
  CancelTimer: ['TimerCanceled', 'CancelTimerFailed', 'timerId'],
  RecordMarker: ['MarkerRecorded', 'RecordMarkerFailed', 'markerName'],
  StartChildWorkflowExecution: ['StartChildWorkflowExecutionInitiated', 'StartChildWorkflowExecutionFailed', 'workflowId'],
  SignalExternalWorkflowExecution: [
    'SignalExternalWorkflowExecutionInitiated',
    'SignalExternalWorkflowExecutionFailed',
    'workflowId',
  ],
  RequestCancelExternalWorkflowExecution: [
    'RequestCancelExternalWorkflowExecutionInitiated',
    'RequestCancelExternalWorkflowExecutionFailed',
    'workflowId',
  ],
  ScheduleLambdaFunction: ['LambdaFunctionScheduled', 'ScheduleLambdaFunctionFailed', 'id'],
  CompleteWorkflowExecution: ['WorkflowExecutionCompleted', 'CompleteWorkflowExecutionFailed'],
  FailWorkflowExecution: ['WorkflowExecutionFailed', 'FailWorkflowExecutionFailed'],
  CancelWorkflowExecution: ['WorkflowExecutionCanceled', 'CancelWorkflowExecutionFailed'],
  ContinueAsNewWorkflowExecution: ['WorkflowExecutionContinuedAsNew', 'ContinueAsNewWorkflowExecutionFailed'],
}

const typeOfTrace = new Map(
  Object.entries(tracesOf).flatMap(([type, [done, failed]]) => [[done, type] as const, [failed, type] as const]),
)

export function attributesMember(decisionType: string): string {
  return `${decisionType.charAt(0).toLowerCase()}${decisionType.slice(1)}DecisionAttributes`
}

function nameOfDecision(decision: SentDecision): string {
  const attributes = decision[attributesMember(decision.decisionType)] ?? {}
  const member = tracesOf[decision.decisionType]?.[2]
  return `${decision.decisionType} ${member === undefined ? '' : String(Reflect.get(attributes, member))}`
}

/** The decision that an event is the first trace of, if it is. */
function nameOfTrace(event: RecordedEvent): string | undefined {
  const decisionType = typeOfTrace.get(event.eventType)
  // With an initiatedEventId it is what became of a decision later.
  if (decisionType === undefined || idIn(event, 'initiatedEventId') > 0) return undefined
  const member = tracesOf[decisionType]?.[2]
  return `${decisionType} ${member === undefined ? '' : textIn(event, member)}`
}

/** Each decision of a batch left one event, in the batch's order. An execution may reach its last event before all are written. */
export function aBatchIsWrittenInOrder(history: RunHistory, batch: readonly SentDecision[], completed: RecordedEvent): void {
  const written = history.events
    .filter((event) => idIn(event, 'decisionTaskCompletedEventId') === completed.eventId)
    .map(nameOfTrace)
    .filter((name) => name !== undefined)
  const decided = batch.map(nameOfDecision)
  const isCut = history.events.at(-1)?.attributes['cause'] === 'EVENT_LIMIT_EXCEEDED'
  const expected = isCut ? decided.slice(0, written.length) : decided
  if (expected.join() !== written.join()) {
    throw broken(history, completed, `decided were [${decided.join()}], and written are [${written.join()}]`)
  }
}

export type Decider = (events: readonly RecordedEvent[]) => readonly SentDecision[]

/** The decider, given what the history says it saw at each of its turns, decides again what is written. */
export function replayIsStable(history: RunHistory, decide: Decider): void {
  for (const completed of history.events) {
    if (completed.eventType !== 'DecisionTaskCompleted') continue
    const seen = history.events.slice(0, idIn(completed, 'startedEventId'))
    aBatchIsWrittenInOrder(history, decide(seen), completed)
  }
}
