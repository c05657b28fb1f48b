import { structure } from '../validation/shape.js'
import { listExecutions } from './visibility/list-executions.js'
import { pageMembers } from './page.js'
import { operation } from './operation.js'
import { openFilters, selectOpen } from './visibility/select-executions.js'

const request = structure({ ...openFilters, ...pageMembers })

export const listOpenWorkflowExecutions = operation(request, (query, { swf }) =>
  listExecutions(query, { operation: 'ListOpenWorkflowExecutions', nowMs: swf.nowMs(), ...selectOpen(query, swf) }),
)
