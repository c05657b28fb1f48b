import { required, structure } from '../validation/shape.js'
import { name, type } from '../validation/shapes.js'
import { operation } from './operation.js'
import { taskListMember, typeInfo } from './type-info.js'

const request = structure({ domain: required(name), workflowType: required(type) })

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
