import { notImplemented } from '../faults.js'
import { list, optional, required, structure } from '../validation/shape.js'
import { description, durationInDays, newName } from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({
  name: required(newName),
  description: optional(description),
  workflowExecutionRetentionPeriodInDays: required(durationInDays),
  tags: optional(list((tag) => tag)),
})

export const registerDomain = operation(
  request,
  ({ name, description: text, workflowExecutionRetentionPeriodInDays, tags }, { swf }) => {
    if (tags && tags.length > 0) throw notImplemented('the member tags of RegisterDomain')
    swf.registerDomain({ name, description: text, retentionPeriodInDays: workflowExecutionRetentionPeriodInDays })
  },
)
