import { required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { listExecutions, listMembers, requireExclusive } from './list-executions.js'
import { operation } from './operation.js'

const request = structure({ ...listMembers, startTimeFilter: required(shapes.timeFilter) })

export const listOpenWorkflowExecutions = operation(request, (query, { swf }) => {
  const { open } = swf.domain(query.domain)
  const { executionFilter, typeFilter, tagFilter, startTimeFilter } = query
  requireExclusive({ executionFilter, typeFilter, tagFilter })
  return listExecutions(query, {
    operation: 'ListOpenWorkflowExecutions',
    candidates: executionFilter ? open.runsOf(executionFilter.workflowId) : open.all(),
    timeMs: ({ startedAtMs }) => startedAtMs,
    timeFilter: startTimeFilter,
  })
})
