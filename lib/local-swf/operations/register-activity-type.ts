import { optional, required, structure } from '../validation/shape.js'
import { description, name, newName, newVersion, optionalDuration, taskList, taskPriority } from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({
  domain: required(name),
  name: required(newName),
  version: required(newVersion),
  description: optional(description),
  defaultTaskStartToCloseTimeout: optional(optionalDuration),
  defaultTaskHeartbeatTimeout: optional(optionalDuration),
  defaultTaskList: optional(taskList),
  defaultTaskPriority: optional(taskPriority),
  defaultTaskScheduleToStartTimeout: optional(optionalDuration),
  defaultTaskScheduleToCloseTimeout: optional(optionalDuration),
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
      taskPriority: type.defaultTaskPriority,
      scheduleToStartTimeout: type.defaultTaskScheduleToStartTimeout,
      scheduleToCloseTimeout: type.defaultTaskScheduleToCloseTimeout,
      startToCloseTimeout: type.defaultTaskStartToCloseTimeout,
      heartbeatTimeout: type.defaultTaskHeartbeatTimeout,
    },
  })
})
