import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'
import { taskListMember, typeInfo } from '../type-info.js'

const request = structure({ domain: required(shapes.name), activityType: required(shapes.type) })

export const describeActivityType = operation(request, ({ domain, activityType }, { swf }) => {
  const registered = swf.domain(domain).activityTypes.get(activityType)
  const { defaults } = registered
  return {
    typeInfo: typeInfo('activityType', registered),
    configuration: {
      defaultTaskList: taskListMember(defaults.taskList),
      defaultTaskPriority: defaults.taskPriority,
      defaultTaskScheduleToStartTimeout: defaults.scheduleToStartTimeout,
      defaultTaskScheduleToCloseTimeout: defaults.scheduleToCloseTimeout,
      defaultTaskStartToCloseTimeout: defaults.startToCloseTimeout,
      defaultTaskHeartbeatTimeout: defaults.heartbeatTimeout,
    },
  }
})
