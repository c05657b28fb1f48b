import { required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { operation } from './operation.js'
import { taskListMember, typeInfo } from './type-info.js'

const request = structure({ domain: required(shapes.name), workflowType: required(shapes.type) })

export const describeWorkflowType = operation(request, ({ domain, workflowType }, { swf }) => {
  const registered = swf.domain(domain).workflowTypes.get(workflowType)
  const { defaults } = registered
  return {
    typeInfo: typeInfo('workflowType', registered),
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
