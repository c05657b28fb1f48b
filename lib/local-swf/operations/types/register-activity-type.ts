import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({
  domain: required(shapes.name),
  name: required(shapes.newName),
  version: required(shapes.newVersion),
  description: optional(shapes.description),
  defaultTaskStartToCloseTimeout: optional(shapes.optionalDuration),
  defaultTaskHeartbeatTimeout: optional(shapes.optionalDuration),
  defaultTaskList: optional(shapes.taskList),
  defaultTaskPriority: optional(shapes.taskPriority),
  defaultTaskScheduleToStartTimeout: optional(shapes.optionalDuration),
  defaultTaskScheduleToCloseTimeout: optional(shapes.optionalDuration),
})

export const registerActivityType = operation(request, (type, { swf }) => {
  const domain = swf.domain(type.domain).requireRegistered()
  domain.activityTypes.register({
    name: type.name,
    version: type.version,
    description: type.description,
    createdAtMs: swf.nowMs(),
    deprecatedAtMs: undefined,
    defaults: {
      taskList: type.defaultTaskList?.name,
      taskPriority: type.defaultTaskPriority || undefined,
      scheduleToStartTimeout: type.defaultTaskScheduleToStartTimeout || undefined,
      scheduleToCloseTimeout: type.defaultTaskScheduleToCloseTimeout || undefined,
      startToCloseTimeout: type.defaultTaskStartToCloseTimeout || undefined,
      heartbeatTimeout: type.defaultTaskHeartbeatTimeout || undefined,
    },
  })
})
