import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({
  domain: required(shapes.name),
  name: required(shapes.newName),
  version: required(shapes.newVersion),
  description: optional(shapes.description),
  defaultTaskStartToCloseTimeout: optional(shapes.optionalDuration),
  defaultExecutionStartToCloseTimeout: optional(shapes.executionDuration),
  defaultTaskList: optional(shapes.taskList),
  defaultTaskPriority: optional(shapes.taskPriority),
  defaultChildPolicy: optional(shapes.childPolicy),
  defaultLambdaRole: optional(shapes.lambdaRole),
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
      taskPriority: type.defaultTaskPriority || undefined,
      executionStartToCloseTimeout: type.defaultExecutionStartToCloseTimeout || undefined,
      taskStartToCloseTimeout: type.defaultTaskStartToCloseTimeout || undefined,
      childPolicy: type.defaultChildPolicy,
      lambdaRole: type.defaultLambdaRole,
    },
  })
})
