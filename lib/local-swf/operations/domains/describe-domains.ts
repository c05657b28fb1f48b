import { structure } from '../../validation/shape.js'
import { domainInfo } from '../domain-arn.js'
import { listMembers, listRegistered } from '../list-registered.js'
import { operation } from '../operation.js'

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
