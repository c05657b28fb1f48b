import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({
  name: required(shapes.newName),
  description: optional(shapes.description),
  workflowExecutionRetentionPeriodInDays: required(shapes.durationInDays),
  tags: optional(shapes.resourceTags),
})

export const registerDomain = operation(request, (domain, { swf }) => {
  const { name, description, workflowExecutionRetentionPeriodInDays: retentionPeriodInDays, tags = [] } = domain
  swf.registerDomain({ name, description, retentionPeriodInDays, tags })
})
