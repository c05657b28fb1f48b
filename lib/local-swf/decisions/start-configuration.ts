import type { NameAndVersion } from '../answers/faults.js'
import type { StartFailure } from '../model/events/execution-events.js'
import {
  configureExecution,
  type ExecutionConfiguration,
  type RequiredMember,
} from '../model/execution/execution-configuration.js'
import type { Domain } from '../model/domain/domain.js'
import { optional, type Structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'

/** The members of a decision that starts an execution. */
export const startMembers = {
  input: optional(shapes.data),
  executionStartToCloseTimeout: optional(shapes.executionDuration),
  taskList: optional(shapes.taskList),
  taskPriority: optional(shapes.taskPriority),
  taskStartToCloseTimeout: optional(shapes.optionalDuration),
  childPolicy: optional(shapes.childPolicy),
  tagList: optional(shapes.tagList),
  lambdaRole: optional(shapes.lambdaRole),
}

const undefinedCause: Readonly<Record<RequiredMember, StartFailure>> = {
  executionStartToCloseTimeout: 'DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED',
  taskList: 'DEFAULT_TASK_LIST_UNDEFINED',
  taskStartToCloseTimeout: 'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED',
  childPolicy: 'DEFAULT_CHILD_POLICY_UNDEFINED',
}

/** Fills in the defaults of the execution's type, or returns the cause for which the execution cannot be started. */
export function configureStart(
  start: Structure<typeof startMembers>,
  workflowType: NameAndVersion,
  { workflowTypes, isDeprecated }: Domain,
): ExecutionConfiguration | StartFailure {
  const registered = workflowTypes.find(workflowType)
  if (!registered) return 'WORKFLOW_TYPE_DOES_NOT_EXIST'
  // A deprecated domain takes no new executions: all its types count as deprecated (chosen).
  if (isDeprecated || registered.deprecatedAtMs !== undefined) return 'WORKFLOW_TYPE_DEPRECATED'
  const configuration = configureExecution({ ...start, taskList: start.taskList?.name }, registered.defaults)
  return typeof configuration === 'string' ? undefinedCause[configuration] : configuration
}
