import type { NameAndVersion } from '../../answers/faults.js'

export interface TaskListName {
  readonly name: string
}

export interface ExecutionName {
  readonly workflowId: string
  readonly runId: string
}

export type ChildPolicy = 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON'

/**
 * A member that may be undefined, and is then left out of the answer. Timeouts are written as SWF writes them: whole seconds as text, or
 * NONE.
 */
export type Optional<Value> = Value | undefined

export interface DecidedBy {
  readonly decisionTaskCompletedEventId: number
}

/** The attributes of the event that tells why SWF refused a decision. */
export interface FailedDecision<Cause extends string> extends DecidedBy {
  readonly cause: Cause | 'OPERATION_NOT_PERMITTED'
}

export interface StartedTask {
  readonly scheduledEventId: number
  /** The event that started the task; 0 for a task that was never started. */
  readonly startedEventId: number
}

/** The settings of a workflow execution, as its events tell them. */
export interface ConfiguredExecution {
  readonly workflowType: NameAndVersion
  readonly taskList: TaskListName
  readonly taskPriority: Optional<string>
  readonly executionStartToCloseTimeout: string
  readonly taskStartToCloseTimeout: string
  readonly childPolicy: ChildPolicy
  readonly input: Optional<string>
  readonly tagList: Optional<readonly string[]>
  readonly lambdaRole: Optional<string>
}
