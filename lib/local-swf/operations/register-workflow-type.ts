import { optional, required, structure } from '../validation/shape.js'
import {
  childPolicy,
  description,
  executionDuration,
  lambdaRole,
  name,
  newName,
  newVersion,
  optionalDuration,
  taskList,
  taskPriority,
} from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({
  domain: required(name),
  name: required(newName),
  version: required(newVersion),
  description: optional(description),
  defaultTaskStartToCloseTimeout: optional(optionalDuration),
  defaultExecutionStartToCloseTimeout: optional(executionDuration),
  defaultTaskList: optional(taskList),
  defaultTaskPriority: optional(taskPriority),
  defaultChildPolicy: optional(childPolicy),
  defaultLambdaRole: optional(lambdaRole),
})

export const registerWorkflowType = operation(request, (type, { swf }) => {
  const domain = swf.domain(type.domain).requireRegistered()
  domain.workflowTypes.register({
    name: type.name,
    version: type.version,
    description: type.description,
    createdAtMs: swf.nowMs(),
    deprecatedAtMs: undefined,
    defaults: {
      taskList: type.defaultTaskList?.name,
      taskPriority: type.defaultTaskPriority,
      executionStartToCloseTimeout: type.defaultExecutionStartToCloseTimeout,
      taskStartToCloseTimeout: type.defaultTaskStartToCloseTimeout,
      childPolicy: type.defaultChildPolicy,
      lambdaRole: type.defaultLambdaRole,
    },
  })
})
