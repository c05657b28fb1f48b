import { defaultUndefined, executionAlreadyStarted, limitExceeded, typeDeprecated } from '../../answers/faults.js'
import { configureExecution } from '../../model/execution/execution-configuration.js'
import { Execution } from '../../model/execution/execution.js'
import { OPEN_EXECUTIONS_LIMIT } from '../../model/limits.js'
import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

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
  const executions = swf.executionsOf(domain)
  const { workflowId, workflowType, input } = start
  const registered = domain.workflowTypes.get(workflowType)
  if (registered.deprecatedAtMs !== undefined) throw typeDeprecated('WorkflowType', workflowType)
  const configuration = configureExecution({ ...start, taskList: start.taskList?.name }, registered.defaults)
  if (typeof configuration === 'string') throw defaultUndefined(configuration)
  if (executions.findOpen(workflowId)) throw executionAlreadyStarted()
  if (executions.openCount >= OPEN_EXECUTIONS_LIMIT) {
    throw limitExceeded(`${OPEN_EXECUTIONS_LIMIT} open executions in the domain ${domain.name}`)
  }
  const execution = Execution.start(swf, domain, { workflowId, workflowType, configuration, input, tagList: start.tagList })
  return { runId: execution.runId }
})
