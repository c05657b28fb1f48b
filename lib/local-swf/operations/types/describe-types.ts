import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'
import { typeInfo } from './type-info.js'

const activityTypeRequest = structure({ domain: required(shapes.name), activityType: required(shapes.type) })

export const describeActivityType = operation(activityTypeRequest, ({ domain, activityType }, { swf }) => {
  const type = swf.domain(domain).activityTypes.get(activityType)
  const { defaults } = type
  return {
    typeInfo: typeInfo('activityType', type),
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

const workflowTypeRequest = structure({ domain: required(shapes.name), workflowType: required(shapes.type) })

export const describeWorkflowType = operation(workflowTypeRequest, ({ domain, workflowType }, { swf }) => {
  const type = swf.domain(domain).workflowTypes.get(workflowType)
  const { defaults } = type
  return {
    typeInfo: typeInfo('workflowType', type),
    configuration: {
      defaultTaskList: taskListMember(defaults.taskList),
      defaultTaskPriority: defaults.taskPriority,
      defaultExecutionStartToCloseTimeout: defaults.executionStartToCloseTimeout,
      defaultTaskStartToCloseTimeout: defaults.taskStartToCloseTimeout,
      defaultChildPolicy: defaults.childPolicy,
      defaultLambdaRole: defaults.lambdaRole,
    },
  }
})

function taskListMember(name: string | undefined): { readonly name: string } | undefined {
  return name === undefined ? undefined : { name }
}
