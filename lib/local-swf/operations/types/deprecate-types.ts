import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const activityTypeRequest = structure({ domain: required(shapes.name), activityType: required(shapes.type) })
const workflowTypeRequest = structure({ domain: required(shapes.name), workflowType: required(shapes.type) })

export const deprecateActivityType = operation(activityTypeRequest, ({ domain, activityType }, { swf }) =>
  swf.domain(domain).activityTypes.deprecate(activityType, swf.nowMs()),
)

export const deprecateWorkflowType = operation(workflowTypeRequest, ({ domain, workflowType }, { swf }) =>
  swf.domain(domain).workflowTypes.deprecate(workflowType, swf.nowMs()),
)

export const undeprecateActivityType = operation(activityTypeRequest, ({ domain, activityType }, { swf }) =>
  swf.domain(domain).activityTypes.undeprecate(activityType),
)

export const undeprecateWorkflowType = operation(workflowTypeRequest, ({ domain, workflowType }, { swf }) =>
  swf.domain(domain).workflowTypes.undeprecate(workflowType),
)

export const deleteActivityType = operation(activityTypeRequest, ({ domain, activityType }, { swf }) =>
  swf.domain(domain).activityTypes.delete(activityType),
)

export const deleteWorkflowType = operation(workflowTypeRequest, ({ domain, workflowType }, { swf }) =>
  swf.domain(domain).workflowTypes.delete(workflowType),
)
