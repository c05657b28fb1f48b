import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { domainInfo } from '../domain-arn.js'
import { operation } from '../operation.js'

export const describeDomain = operation(structure({ name: required(shapes.name) }), (request, call) => {
  const domain = call.swf.domain(request.name)
  return {
    domainInfo: domainInfo(domain, call),
    configuration: { workflowExecutionRetentionPeriodInDays: domain.retentionPeriodInDays },
  }
})
