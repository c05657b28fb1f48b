import { required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { operation } from './operation.js'

export const describeDomain = operation(structure({ name: required(shapes.name) }), (request, { swf, region, accountId }) => {
  const domain = swf.domain(request.name)
  return {
    domainInfo: {
      name: domain.name,
      status: domain.isDeprecated ? 'DEPRECATED' : 'REGISTERED',
      description: domain.description,
      arn: `arn:aws:swf:${region}:${accountId}:/domain/${domain.name}`,
    },
    configuration: { workflowExecutionRetentionPeriodInDays: domain.retentionPeriodInDays },
  }
})
