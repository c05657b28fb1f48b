import { validationFault } from '../faults.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { listExecutions, listMembers, requireExclusive } from './list-executions.js'
import { operation } from './operation.js'

const request = structure({
  ...listMembers,
  startTimeFilter: optional(shapes.timeFilter),
  closeTimeFilter: optional(shapes.timeFilter),
  closeStatusFilter: optional(structure({ status: required(shapes.closeStatus) })),
})

export const listClosedWorkflowExecutions = operation(request, (query, { swf }) => {
  const { closed } = swf.domain(query.domain)
  const { executionFilter, typeFilter, tagFilter, closeStatusFilter, startTimeFilter, closeTimeFilter } = query
  requireExclusive({ executionFilter, typeFilter, tagFilter, closeStatusFilter })
  requireExclusive({ startTimeFilter, closeTimeFilter })
  const within = startTimeFilter ?? closeTimeFilter
  if (!within) throw validationFault('Must specify time filter')
  return listExecutions(query, {
    operation: 'ListClosedWorkflowExecutions',
    candidates: executionFilter ? closed.runsOf(executionFilter.workflowId) : closed.all(),
    timeMs: ({ startedAtMs, closedAtMs }) => (startTimeFilter ? startedAtMs : (closedAtMs ?? startedAtMs)),
    timeFilter: within,
  })
})
