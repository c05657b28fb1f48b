import type { ChildPolicy } from '../events/parts.js'

/** What a ScheduleActivityTask decision may leave out. Timeouts are written as SWF writes them: whole seconds as text, or NONE. */
export interface ActivityDefaults {
  readonly taskList: string | undefined
  readonly taskPriority: string | undefined
  readonly scheduleToStartTimeout: string | undefined
  readonly scheduleToCloseTimeout: string | undefined
  readonly startToCloseTimeout: string | undefined
  readonly heartbeatTimeout: string | undefined
}

/** What the start of a workflow execution may leave out. */
export interface WorkflowDefaults {
  readonly taskList: string | undefined
  readonly taskPriority: string | undefined
  readonly executionStartToCloseTimeout: string | undefined
  readonly taskStartToCloseTimeout: string | undefined
  readonly childPolicy: ChildPolicy | undefined
  readonly lambdaRole: string | undefined
}
