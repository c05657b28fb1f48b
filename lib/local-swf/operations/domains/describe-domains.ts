import type { Domain } from '../../model/domain/domain.js'
import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { domainArn } from '../domain-arn.js'
import { listMembers, listRegistered } from '../list-registered.js'
import { operation, type Call } from '../operation.js'

export const describeDomain = operation(structure({ name: required(shapes.name) }), (request, call) => {
  const domain = call.swf.domain(request.name)
  return {
    domainInfo: domainInfo(domain, call),
    configuration: { workflowExecutionRetentionPeriodInDays: domain.retentionPeriodInDays },
  }
})

export const listDomains = operation(structure(listMembers), (query, call) => {
  const { swf } = call
  const { items, nextPageToken } = listRegistered(query, {
    operation: 'ListDomains',
    nowMs: swf.nowMs(),
    registered: swf.orderedDomains,
    isDeprecated: (domain) => domain.isDeprecated,
  })
  return { domainInfos: items.map((domain) => domainInfo(domain, call)), nextPageToken }
})

function domainInfo(domain: Domain, call: Call): object {
  const { name, description } = domain
  return { name, status: domain.isDeprecated ? 'DEPRECATED' : 'REGISTERED', description, arn: domainArn(name, call) }
}
