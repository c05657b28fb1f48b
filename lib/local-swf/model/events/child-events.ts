import type { NameAndVersion } from '../../answers/faults.js'
import type { StartFailure } from './execution-events.js'
import type { ConfiguredExecution, DecidedBy, ExecutionName, FailedDecision, Optional } from './parts.js'

interface Child {
  readonly workflowExecution: ExecutionName
  readonly workflowType: NameAndVersion
  readonly initiatedEventId: number
}

interface EndedChild extends Child {
  readonly startedEventId: number
}

export interface ChildEvents {
  StartChildWorkflowExecutionInitiated: DecidedBy &
    ConfiguredExecution & { readonly workflowId: string; readonly control: Optional<string> }
  StartChildWorkflowExecutionFailed: FailedDecision<
    | StartFailure
    | 'WORKFLOW_ALREADY_RUNNING'
    | 'OPEN_CHILDREN_LIMIT_EXCEEDED'
    | 'OPEN_WORKFLOWS_LIMIT_EXCEEDED'
    | 'CHILD_CREATION_RATE_EXCEEDED'
  > & {
    readonly workflowType: NameAndVersion
    readonly workflowId: string
    readonly control: Optional<string>
    /** The event that initiated the child; 0 when the decision failed before that. */
    readonly initiatedEventId: number
  }
  ChildWorkflowExecutionStarted: Child
  ChildWorkflowExecutionCompleted: EndedChild & { readonly result: Optional<string> }
  ChildWorkflowExecutionFailed: EndedChild & { readonly reason: Optional<string>; readonly details: Optional<string> }
  ChildWorkflowExecutionCanceled: EndedChild & { readonly details: Optional<string> }
  ChildWorkflowExecutionTimedOut: EndedChild & { readonly timeoutType: 'START_TO_CLOSE' }
  ChildWorkflowExecutionTerminated: EndedChild
}
