import { required, structure } from '../validation/shape.js'
import { name, type } from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({ domain: required(name), workflowType: required(type) })

export const deprecateWorkflowType = operation(request, ({ domain, workflowType }, { swf }) => {
  swf.domain(domain).workflowTypes.deprecate(workflowType, swf.nowMs())
})
