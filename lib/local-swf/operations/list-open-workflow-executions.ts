import { structure } from '../validation/shape.js'
import { listExecutions, pageMembers } from './list-executions.js'
import { operation } from './operation.js'
import { openFilters, selectOpen } from './select-executions.js'

const request = structure({ ...openFilters, ...pageMembers })

export const listOpenWorkflowExecutions = operation(request, (query, { swf }) =>
  listExecutions(query, { operation: 'ListOpenWorkflowExecutions', nowMs: swf.nowMs(), ...selectOpen(query, swf) }),
)
