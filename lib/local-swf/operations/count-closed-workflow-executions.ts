import { structure } from '../validation/shape.js'
import { operation } from './operation.js'
import { closedFilters, selectClosed } from './visibility/select-executions.js'

/** Never truncated: the most that this API supports is not documented. */
export const countClosedWorkflowExecutions = operation(structure(closedFilters), (query, { swf }) => {
  const { executions, within } = selectClosed(query, swf)
  return { count: executions.count(within), truncated: false }
})
