import { defaultUndefined, executionAlreadyStarted, typeDeprecated } from '../faults.js'
import type { WorkflowDefaults } from '../model/domain.js'
import { Execution } from '../model/execution.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({
  domain: required(shapes.name),
  workflowId: required(shapes.newName),
  workflowType: required(shapes.type),
  taskList: optional(shapes.taskList),
  taskPriority: optional(shapes.taskPriority),
  input: optional(shapes.data),
  executionStartToCloseTimeout: optional(shapes.executionDuration),
  tagList: optional(shapes.tagList),
  taskStartToCloseTimeout: optional(shapes.optionalDuration),
  childPolicy: optional(shapes.childPolicy),
  lambdaRole: optional(shapes.lambdaRole),
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
