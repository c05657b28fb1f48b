import type { WorkflowDefaults } from '../domain/domain.js'
import type { ChildPolicy } from '../events/parts.js'

/** What an execution runs with. Times are SWF's own: whole seconds as text, or NONE. */
export interface ExecutionConfiguration {
  readonly taskList: string
  readonly taskPriority: string | undefined
  readonly executionStartToCloseTimeout: string
  readonly taskStartToCloseTimeout: string
  readonly childPolicy: ChildPolicy
  readonly lambdaRole: string | undefined
}

/** What a start needs: of it or of its type's defaults. */
export type RequiredMember = 'executionStartToCloseTimeout' | 'taskList' | 'taskStartToCloseTimeout' | 'childPolicy'

/** Fills what a start leaves out from the type's defaults; gives the name of the first member (reported order) that neither has. */
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
