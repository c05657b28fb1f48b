import { validationFault } from '../../answers/faults.js'
import type { Execution } from '../../model/execution/execution.js'
import type { Criterion, ExecutionIndex } from '../../model/visibility/execution-index.js'
import type { OrderedSet, Range } from '../../collections/ordered-set.js'
import type { Swf } from '../../model/swf.js'
import { optional, required, structure, type Structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'

const filters = {
  domain: required(shapes.name),
  executionFilter: optional(structure({ workflowId: required(shapes.name) })),
  typeFilter: optional(structure({ name: required(shapes.name), version: optional(shapes.optionalVersion) })),
  tagFilter: optional(structure({ tag: required(shapes.tag) })),
}

/** The members by which open executions are listed and counted. */
export const openFilters = { ...filters, startTimeFilter: required(shapes.timeFilter) }

/** The members by which closed executions are listed and counted. */
export const closedFilters = {
  ...filters,
  startTimeFilter: optional(shapes.timeFilter),
  closeTimeFilter: optional(shapes.timeFilter),
  closeStatusFilter: optional(structure({ status: required(shapes.closeStatus) })),
}

/** The executions that the filters select: a part of an ordered set, within a range of time. */
export interface Selection {
  readonly executions: OrderedSet<Execution>
  readonly within: Range<Execution>
  /** The time by which the executions are selected and put in order. */
  readonly timeMs: (execution: Execution) => number
}

type TimeFilter = ReturnType<typeof shapes.timeFilter>

export function selectOpen(query: Structure<typeof openFilters>, swf: Swf): Selection {
  const { open } = swf.executionsIn(query.domain)
  const { executionFilter, typeFilter, tagFilter, startTimeFilter } = query
  requireExclusive({ executionFilter, typeFilter, tagFilter })
  return select(open, { workflowId: executionFilter?.workflowId, type: typeFilter, tag: tagFilter?.tag }, startTimeFilter)
}

export function selectClosed(query: Structure<typeof closedFilters>, swf: Swf): Selection {
  const { closedByStart, closedByClose } = swf.executionsIn(query.domain)
  const { executionFilter, typeFilter, tagFilter, closeStatusFilter, startTimeFilter, closeTimeFilter } = query
  requireExclusive({ executionFilter, typeFilter, tagFilter, closeStatusFilter })
  requireExclusive({ startTimeFilter, closeTimeFilter })
  const timeFilter = startTimeFilter ?? closeTimeFilter
  if (!timeFilter) throw validationFault('Must specify time filter')
  const criterion = {
    workflowId: executionFilter?.workflowId,
    type: typeFilter,
    tag: tagFilter?.tag,
    closeStatus: closeStatusFilter?.status,
  }
  return select(startTimeFilter ? closedByStart : closedByClose, criterion, timeFilter)
}

function select(index: ExecutionIndex, criterion: Criterion, { oldestDate, latestDate = Infinity }: TimeFilter): Selection {
  const { timeMs } = index
  // The times are divided here as they are in the answers, so that a time taken from an answer finds its execution. If the query's
  // times were multiplied instead, they could be off by a rounding.
  const within = {
    isBelow: (execution: Execution) => timeMs(execution) / 1000 < oldestDate,
    isAbove: (execution: Execution) => timeMs(execution) / 1000 > latestDate,
  }
  return { executions: index.select(criterion), within, timeMs }
}

/**
 * These filters are mutually exclusive (API reference, each filter).
 * @throws SwfFault ValidationException, when more than one of them is given (the text is reported)
 */
function requireExclusive(given: Readonly<Record<string, object | undefined>>): void {
  const names = Object.keys(given).filter((filter) => given[filter] !== undefined)
  if (names.length > 1) {
    throw validationFault(`Cannot specify more than one exclusive filters in the same query: [${names.join(', ')}]`)
  }
}
