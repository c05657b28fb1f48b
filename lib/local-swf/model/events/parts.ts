import type { NameAndVersion } from '../../answers/faults.js'

export interface TaskListName {
  readonly name: string
}

export interface ExecutionName {
  readonly workflowId: string
  readonly runId: string
}

export type ChildPolicy = 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON'

/** Members that are undefined are left out of the answer. Timeouts are SWF's own: whole seconds as text, or NONE. */
export type Optional<Value> = Value | undefined

export interface DecidedBy {
  readonly decisionTaskCompletedEventId: number
}

/** A decision that SWF refused, and why. */
export interface FailedDecision<Cause extends string> extends DecidedBy {
  readonly cause: Cause | 'OPERATION_NOT_PERMITTED'
}

export interface StartedTask {
  readonly scheduledEventId: number
  /** 0 for a task that was never started. */
  readonly startedEventId: number
}

/** What a workflow execution runs with. */
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
