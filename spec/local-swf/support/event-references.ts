import { attributesOf, type WireEvent } from './wire-history.js'

/** The type of the event that an id member names, by the types of the events that have it. */
const referredTypes: Readonly<Record<string, ReadonlyArray<readonly [events: RegExp, referred: string]>>> = {
  decisionTaskCompletedEventId: [[/./, 'DecisionTaskCompleted']],
  scheduledEventId: [
    [/^DecisionTask/, 'DecisionTaskScheduled'],
    [/^ActivityTask/, 'ActivityTaskScheduled'],
    [/LambdaFunction/, 'LambdaFunctionScheduled'],
  ],
  startedEventId: [
    [/^DecisionTask/, 'DecisionTaskStarted'],
    [/^ActivityTask/, 'ActivityTaskStarted'],
    [/^LambdaFunction/, 'LambdaFunctionStarted'],
    [/^Timer/, 'TimerStarted'],
    [/^ChildWorkflowExecution/, 'ChildWorkflowExecutionStarted'],
  ],
  initiatedEventId: [
    [/ChildWorkflowExecution/, 'StartChildWorkflowExecutionInitiated'],
    [/SignalExternal|ExternalWorkflowExecutionSignaled/, 'SignalExternalWorkflowExecutionInitiated'],
    [/CancelExternal|ExternalWorkflowExecutionCancelRequested/, 'RequestCancelExternalWorkflowExecutionInitiated'],
  ],
  latestCancelRequestedEventId: [[/^ActivityTaskCanceled$/, 'ActivityTaskCancelRequested']],
  parentInitiatedEventId: [[/^WorkflowExecutionStarted$/, 'StartChildWorkflowExecutionInitiated']],
  externalInitiatedEventId: [
    [/^WorkflowExecutionSignaled$/, 'SignalExternalWorkflowExecutionInitiated'],
    [/^WorkflowExecutionCancelRequested$/, 'RequestCancelExternalWorkflowExecutionInitiated'],
  ],
}

/** The member that says in which execution's history the other is to be found. */
const elsewhere: Readonly<Record<string, string>> = {
  parentInitiatedEventId: 'parentWorkflowExecution',
  externalInitiatedEventId: 'externalWorkflowExecution',
}

/** Whether an id may be 0: there is no such event. */
function mayBeZero(member: string, { eventType }: WireEvent, attributes: Readonly<Record<string, unknown>>): boolean {
  const other = elsewhere[member]
  if (other !== undefined) return attributes[other] === undefined || attributes['cause'] === 'CHILD_POLICY_APPLIED'
  if (member === 'initiatedEventId') {
    return eventType === 'StartChildWorkflowExecutionFailed' && attributes['cause'] !== 'WORKFLOW_ALREADY_RUNNING'
  }
  if (member !== 'startedEventId') return false
  if (eventType === 'ActivityTaskCanceled') return true
  return eventType.endsWith('TaskTimedOut') && String(attributes['timeoutType']).startsWith('SCHEDULE_TO')
}

/** What is wrong with the ids in an event: each names an earlier event of the right type. `historyOf` finds that of a run. */
export function wrongReferences(
  event: WireEvent,
  history: readonly WireEvent[],
  historyOf: (runId: unknown) => readonly WireEvent[],
): string[] {
  const attributes = attributesOf(event)
  return Object.entries(attributes).flatMap(([member, eventId]) => {
    if (!member.endsWith('EventId')) return []
    const at = `${event.eventType}.${member}`
    const wanted = referredTypes[member]?.find(([events]) => events.test(event.eventType))?.[1]
    if (wanted === undefined) return [`${at} is none that the spec knows`]
    if (eventId === 0) return mayBeZero(member, event, attributes) ? [] : [`${at} is 0`]
    const other = elsewhere[member]
    const named = other === undefined ? history.slice(0, event.eventId - 1) : historyOf(runIdOf(attributes[other]))
    const referred = named.find((candidate) => candidate.eventId === eventId)?.eventType
    return referred === wanted ? [] : [`${at} is ${String(eventId)}, ${referred ?? 'nothing'}, not ${wanted}`]
  })
}

function runIdOf(execution: unknown): unknown {
  return typeof execution === 'object' && execution !== null && 'runId' in execution ? execution.runId : undefined
}
