import type { DecidedBy, ExecutionName, FailedDecision, Optional } from './parts.js'

/** Another execution, named as in the decision. */
interface External {
  readonly workflowId: string
  readonly runId: Optional<string>
  readonly control: Optional<string>
}

interface FailedExternal extends External {
  /** The event that initiated it; 0 when the decision failed before that. */
  readonly initiatedEventId: number
}

interface Reached {
  readonly workflowExecution: ExecutionName
  readonly initiatedEventId: number
}

export interface ExternalEvents {
  SignalExternalWorkflowExecutionInitiated: DecidedBy &
    External & { readonly signalName: string; readonly input: Optional<string> }
  SignalExternalWorkflowExecutionFailed: FailedExternal &
    FailedDecision<'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION' | 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED'>
  ExternalWorkflowExecutionSignaled: Reached
  RequestCancelExternalWorkflowExecutionInitiated: DecidedBy & External
  RequestCancelExternalWorkflowExecutionFailed: FailedExternal &
    FailedDecision<'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION' | 'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED'>
  ExternalWorkflowExecutionCancelRequested: Reached
}
