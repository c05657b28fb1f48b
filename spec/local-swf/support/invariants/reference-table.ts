import { idIn, type RecordedEvent, type RunHistory } from '../histories.js'

/** What a member that names an event may name. */
export interface Reference {
  /** Types of event. */
  readonly to: readonly string[]
  /** Whether the member may be left out. */
  readonly isOptional?: boolean
  /** By default 0 is never allowed. */
  readonly mayBeZero?: (event: RecordedEvent, history: RunHistory) => boolean
  /** Members in which both events agree. */
  readonly same?: readonly string[]
  /** The member that says in whose history the event is; by default it is in the same one. */
  readonly inHistoryOf?: string
}

export type References = Readonly<Record<string, Reference>>

const decided: References = { decisionTaskCompletedEventId: { to: ['DecisionTaskCompleted'] } }

const always = () => true

/** The task was never started. */
function neverStarted(event: RecordedEvent, { events }: RunHistory): boolean {
  const scheduledEventId = idIn(event, 'scheduledEventId')
  const starts = events.filter(({ eventType }) => eventType === 'ActivityTaskStarted' || eventType === 'DecisionTaskStarted')
  return !starts.some((start) => idIn(start, 'scheduledEventId') === scheduledEventId)
}

function task(kind: string, mayBeZero?: Reference['mayBeZero']): References {
  const started = { to: [`${kind}Started`], same: ['scheduledEventId'] }
  return {
    scheduledEventId: { to: [`${kind}Scheduled`] },
    startedEventId: mayBeZero ? { ...started, mayBeZero } : started,
  }
}

const endedChild: References = {
  initiatedEventId: { to: ['StartChildWorkflowExecutionInitiated'] },
  startedEventId: { to: ['ChildWorkflowExecutionStarted'], same: ['initiatedEventId'] },
}

function external(kind: string): Readonly<Record<string, References>> {
  const initiated = { to: [`${kind}ExternalWorkflowExecutionInitiated`] }
  return {
    [`${kind}ExternalWorkflowExecutionInitiated`]: decided,
    [`${kind}ExternalWorkflowExecutionFailed`]: {
      ...decided,
      initiatedEventId: { ...initiated, mayBeZero: always, same: ['workflowId', 'runId', 'decisionTaskCompletedEventId'] },
    },
    [`ExternalWorkflowExecution${kind === 'Signal' ? 'Signaled' : 'CancelRequested'}`]: { initiatedEventId: initiated },
    [`WorkflowExecution${kind === 'Signal' ? 'Signaled' : 'CancelRequested'}`]: {
      externalInitiatedEventId: {
        ...initiated,
        inHistoryOf: 'externalWorkflowExecution',
        mayBeZero: ({ attributes: { externalWorkflowExecution, cause } }) =>
          externalWorkflowExecution === undefined || cause === 'CHILD_POLICY_APPLIED',
      },
    },
  }
}

const byType: ReadonlyMap<string, References> = new Map(
  Object.entries<References>({
    WorkflowExecutionStarted: {
      parentInitiatedEventId: {
        to: ['StartChildWorkflowExecutionInitiated'],
        inHistoryOf: 'parentWorkflowExecution',
        mayBeZero: ({ attributes }) => attributes['parentWorkflowExecution'] === undefined,
      },
    },
    DecisionTaskStarted: { scheduledEventId: { to: ['DecisionTaskScheduled'] } },
    DecisionTaskCompleted: task('DecisionTask'),
    DecisionTaskTimedOut: task('DecisionTask', neverStarted),
    ActivityTaskStarted: { scheduledEventId: { to: ['ActivityTaskScheduled'] } },
    ActivityTaskCompleted: task('ActivityTask'),
    ActivityTaskFailed: task('ActivityTask'),
    ActivityTaskTimedOut: task('ActivityTask', neverStarted),
    ActivityTaskCanceled: {
      ...task('ActivityTask', neverStarted),
      latestCancelRequestedEventId: { to: ['ActivityTaskCancelRequested'], isOptional: true },
    },
    TimerFired: { startedEventId: { to: ['TimerStarted'], same: ['timerId'] } },
    TimerCanceled: { ...decided, startedEventId: { to: ['TimerStarted'], same: ['timerId'] } },
    StartChildWorkflowExecutionFailed: {
      ...decided,
      initiatedEventId: {
        to: ['StartChildWorkflowExecutionInitiated'],
        mayBeZero: always,
        same: ['workflowId', 'decisionTaskCompletedEventId'],
      },
    },
    ChildWorkflowExecutionStarted: { initiatedEventId: { to: ['StartChildWorkflowExecutionInitiated'] } },
    ChildWorkflowExecutionCompleted: endedChild,
    ChildWorkflowExecutionFailed: endedChild,
    ChildWorkflowExecutionCanceled: endedChild,
    ChildWorkflowExecutionTimedOut: endedChild,
    ChildWorkflowExecutionTerminated: endedChild,
    StartLambdaFunctionFailed: { scheduledEventId: { to: ['LambdaFunctionScheduled'] } },
    LambdaFunctionStarted: { scheduledEventId: { to: ['LambdaFunctionScheduled'] } },
    LambdaFunctionCompleted: task('LambdaFunction'),
    LambdaFunctionFailed: task('LambdaFunction'),
    LambdaFunctionTimedOut: task('LambdaFunction'),
    DecisionTaskScheduled: {},
    WorkflowExecutionTimedOut: {},
    WorkflowExecutionTerminated: {},
    ...external('Signal'),
    ...external('RequestCancel'),
  }),
)

/** What is in no row comes of a decision, and names its batch only. */
export function referencesOf(eventType: string): References {
  return byType.get(eventType) ?? decided
}
