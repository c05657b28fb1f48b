import { structure } from '../../validation/shape.js'
import { operation } from '../operation.js'
import { openFilters, selectOpen } from './select-executions.js'

/** Never truncated: the most that this API supports is not documented. */
export const countOpenWorkflowExecutions = operation(structure(openFilters), (query, { swf }) => {
  const { executions, within } = selectOpen(query, swf)
  return { count: executions.count(within), truncated: false }
})
