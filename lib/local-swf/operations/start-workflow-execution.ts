import { defaultUndefined, executionAlreadyStarted, typeDeprecated } from '../faults.js'
import type { WorkflowDefaults } from '../model/domain.js'
import { Execution } from '../model/execution.js'
import { optional, required, structure } from '../validation/shape.js'
import {
  childPolicy,
  data,
  executionDuration,
  lambdaRole,
  name,
  newName,
  optionalDuration,
  tagList,
  taskList,
  taskPriority,
  type,
} from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({
  domain: required(name),
  workflowId: required(newName),
  workflowType: required(type),
  taskList: optional(taskList),
  taskPriority: optional(taskPriority),
  input: optional(data),
  executionStartToCloseTimeout: optional(executionDuration),
  tagList: optional(tagList),
  taskStartToCloseTimeout: optional(optionalDuration),
  childPolicy: optional(childPolicy),
  lambdaRole: optional(lambdaRole),
})

export const startWorkflowExecution = operation(request, (start, { swf }) => {
  const domain = swf.domain(start.domain).requireRegistered()
  const { workflowId, workflowType, input } = start
  const registered = domain.workflowTypes.get(workflowType)
  if (registered.deprecatedAtMs !== undefined) throw typeDeprecated('WorkflowType', workflowType)
  const configuration = configure({ ...start, taskList: start.taskList?.name }, registered.defaults)
  if (domain.findOpen(workflowId)) throw executionAlreadyStarted()
  const execution = Execution.start(swf, domain, { workflowId, workflowType, configuration, input, tagList: start.tagList })
  return { runId: execution.runId }
})

/** Fills what the start leaves out from the type's defaults. What neither has is named in this order (reported). */
function configure(start: WorkflowDefaults, defaults: WorkflowDefaults): Execution['configuration'] {
  const given = (member: keyof WorkflowDefaults): string => {
    const value = start[member] || defaults[member]
    if (!value) throw defaultUndefined(member)
    return value
  }
  return {
    executionStartToCloseTimeout: given('executionStartToCloseTimeout'),
    taskList: given('taskList'),
    taskStartToCloseTimeout: given('taskStartToCloseTimeout'),
    childPolicy: given('childPolicy'),
    taskPriority: start.taskPriority || defaults.taskPriority || undefined,
    lambdaRole: start.lambdaRole ?? defaults.lambdaRole,
  }
}
