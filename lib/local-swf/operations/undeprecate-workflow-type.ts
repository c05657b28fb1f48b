import { required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({ domain: required(shapes.name), workflowType: required(shapes.type) })

export const undeprecateWorkflowType = operation(request, ({ domain, workflowType }, { swf }) => {
  swf.domain(domain).workflowTypes.undeprecate(workflowType)
})
