import type { ChildPolicy, ConfiguredExecution, DecidedBy, ExecutionName, FailedDecision, Optional } from './parts.js'

/** The causes for which an execution cannot be started with what its type and the decision give. */
export type StartFailure =
  | 'WORKFLOW_TYPE_DOES_NOT_EXIST'
  | 'WORKFLOW_TYPE_DEPRECATED'
  | 'DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED'
  | 'DEFAULT_TASK_LIST_UNDEFINED'
  | 'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED'
  | 'DEFAULT_CHILD_POLICY_UNDEFINED'

export interface ExecutionEvents {
  WorkflowExecutionStarted: ConfiguredExecution & {
    readonly continuedExecutionRunId: Optional<string>
    readonly parentWorkflowExecution: Optional<ExecutionName>
    /** The event in the parent's history that initiated this execution; 0 without a parent. */
    readonly parentInitiatedEventId: number
  }
  WorkflowExecutionCompleted: DecidedBy & { readonly result: Optional<string> }
  CompleteWorkflowExecutionFailed: FailedDecision<'UNHANDLED_DECISION'>
  WorkflowExecutionFailed: DecidedBy & { readonly reason: Optional<string>; readonly details: Optional<string> }
  FailWorkflowExecutionFailed: FailedDecision<'UNHANDLED_DECISION'>
  WorkflowExecutionCanceled: DecidedBy & { readonly details: Optional<string> }
  CancelWorkflowExecutionFailed: FailedDecision<'UNHANDLED_DECISION'>
  WorkflowExecutionContinuedAsNew: DecidedBy & ConfiguredExecution & { readonly newExecutionRunId: string }
  ContinueAsNewWorkflowExecutionFailed: FailedDecision<
    'UNHANDLED_DECISION' | StartFailure | 'CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED'
  >
  WorkflowExecutionTimedOut: { readonly timeoutType: 'START_TO_CLOSE'; readonly childPolicy: ChildPolicy }
  WorkflowExecutionTerminated: {
    readonly reason: Optional<string>
    readonly details: Optional<string>
    readonly childPolicy: ChildPolicy
    readonly cause: 'OPERATOR_INITIATED' | 'CHILD_POLICY_APPLIED' | 'EVENT_LIMIT_EXCEEDED'
  }
  WorkflowExecutionSignaled: FromOutside & { readonly signalName: string; readonly input: Optional<string> }
  WorkflowExecutionCancelRequested: FromOutside & { readonly cause: Optional<'CHILD_POLICY_APPLIED'> }
  MarkerRecorded: DecidedBy & { readonly markerName: string; readonly details: Optional<string> }
  RecordMarkerFailed: FailedDecision<never> & { readonly markerName: string }
}

/** The attributes of an event whose cause is another execution or an operation. */
interface FromOutside {
  /** The other execution; undefined for an operation. */
  readonly externalWorkflowExecution: Optional<ExecutionName>
  /** The event in the history of the other execution; 0 for an operation. */
  readonly externalInitiatedEventId: number
}
