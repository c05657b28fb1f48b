import { structure } from '../../validation/shape.js'
import { operation } from '../operation.js'
import { closedFilters, openFilters, selectClosed, selectOpen } from './select-executions.js'

// A count is never truncated: the highest number that SWF counts to is not documented.

export const countOpenWorkflowExecutions = operation(structure(openFilters), (query, { swf }) => {
  const { executions, within } = selectOpen(query, swf)
  return { count: executions.count(within), truncated: false }
})

export const countClosedWorkflowExecutions = operation(structure(closedFilters), (query, { swf }) => {
  const { executions, within } = selectClosed(query, swf)
  return { count: executions.count(within), truncated: false }
})
