import { structure } from '../validation/shape.js'
import { listExecutions } from './visibility/list-executions.js'
import { pageMembers } from './page.js'
import { operation } from './operation.js'
import { closedFilters, selectClosed } from './visibility/select-executions.js'

const request = structure({ ...closedFilters, ...pageMembers })

export const listClosedWorkflowExecutions = operation(request, (query, { swf }) =>
  listExecutions(query, { operation: 'ListClosedWorkflowExecutions', nowMs: swf.nowMs(), ...selectClosed(query, swf) }),
)
