import { notImplemented } from '../faults.js'
import { list, optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({
  name: required(shapes.newName),
  description: optional(shapes.description),
  workflowExecutionRetentionPeriodInDays: required(shapes.durationInDays),
  tags: optional(list((tag) => tag)),
})

export const registerDomain = operation(request, (domain, { swf }) => {
  const { name, description, workflowExecutionRetentionPeriodInDays: retentionPeriodInDays, tags = [] } = domain
  if (tags.length > 0) throw notImplemented('the member tags of RegisterDomain')
  swf.registerDomain({ name, description, retentionPeriodInDays })
})
