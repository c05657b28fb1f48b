import type { WorkflowDefaults } from '../domain/type-defaults.js'
import type { ChildPolicy } from '../events/parts.js'

/** The settings of one execution. Timeouts are written as SWF writes them: whole seconds as text, or NONE. */
export interface ExecutionConfiguration {
  readonly taskList: string
  readonly taskPriority: string | undefined
  readonly executionStartToCloseTimeout: string
  readonly taskStartToCloseTimeout: string
  readonly childPolicy: ChildPolicy
  readonly lambdaRole: string | undefined
}

/** The members that every start needs, either in the request or among the defaults of the workflow type. */
export type RequiredMember = 'executionStartToCloseTimeout' | 'taskList' | 'taskStartToCloseTimeout' | 'childPolicy'

/**
 * Fills in the type's defaults for what a start leaves out. Returns the name of a member when it is given in neither; the order in
 * which the members are looked at is reported.
 */
export function configureExecution(given: WorkflowDefaults, defaults: WorkflowDefaults): ExecutionConfiguration | RequiredMember {
  const executionStartToCloseTimeout = given.executionStartToCloseTimeout || defaults.executionStartToCloseTimeout
  const taskList = given.taskList || defaults.taskList
  const taskStartToCloseTimeout = given.taskStartToCloseTimeout || defaults.taskStartToCloseTimeout
  const childPolicy = given.childPolicy ?? defaults.childPolicy
  if (!executionStartToCloseTimeout) return 'executionStartToCloseTimeout'
  if (!taskList) return 'taskList'
  if (!taskStartToCloseTimeout) return 'taskStartToCloseTimeout'
  if (!childPolicy) return 'childPolicy'
  return {
    executionStartToCloseTimeout,
    taskList,
    taskStartToCloseTimeout,
    childPolicy,
    taskPriority: given.taskPriority || defaults.taskPriority || undefined,
    lambdaRole: given.lambdaRole ?? defaults.lambdaRole,
  }
}
