import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { listMembers, listRegistered } from '../list-registered.js'
import { operation } from '../operation.js'
import { typeInfo } from './type-info.js'

const request = structure({ ...listMembers, domain: required(shapes.name), name: optional(shapes.name) })

export const listActivityTypes = operation(request, (query, { swf }) => {
  const { items, nextPageToken } = listRegistered(query, {
    operation: 'ListActivityTypes',
    nowMs: swf.nowMs(),
    registered: swf.domain(query.domain).activityTypes.ordered,
    isDeprecated: ({ deprecatedAtMs }) => deprecatedAtMs !== undefined,
  })
  return { typeInfos: items.map((type) => typeInfo('activityType', type)), nextPageToken }
})

export const listWorkflowTypes = operation(request, (query, { swf }) => {
  const { items, nextPageToken } = listRegistered(query, {
    operation: 'ListWorkflowTypes',
    nowMs: swf.nowMs(),
    registered: swf.domain(query.domain).workflowTypes.ordered,
    isDeprecated: ({ deprecatedAtMs }) => deprecatedAtMs !== undefined,
  })
  return { typeInfos: items.map((type) => typeInfo('workflowType', type)), nextPageToken }
})
