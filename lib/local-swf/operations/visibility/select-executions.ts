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

/** What open executions are listed and counted by. */
export const openFilters = { ...filters, startTimeFilter: required(shapes.timeFilter) }

/** What closed executions are listed and counted by. */
export const closedFilters = {
  ...filters,
  startTimeFilter: optional(shapes.timeFilter),
  closeTimeFilter: optional(shapes.timeFilter),
  closeStatusFilter: optional(structure({ status: required(shapes.closeStatus) })),
}

/** The executions that the filters let through: those of a set that are within a range of time. */
export interface Selection {
  readonly executions: OrderedSet<Execution>
  readonly within: Range<Execution>
  /** The time by which they are chosen and put in order. */
  readonly timeMs: (execution: Execution) => number
}

type TimeFilter = ReturnType<typeof shapes.timeFilter>

export function selectOpen(query: Structure<typeof openFilters>, swf: Swf): Selection {
  const { open } = swf.domain(query.domain)
  const { executionFilter, typeFilter, tagFilter, startTimeFilter } = query
  requireExclusive({ executionFilter, typeFilter, tagFilter })
  return select(open, { workflowId: executionFilter?.workflowId, type: typeFilter, tag: tagFilter?.tag }, startTimeFilter)
}

export function selectClosed(query: Structure<typeof closedFilters>, swf: Swf): Selection {
  const { closedByStart, closedByClose } = swf.domain(query.domain)
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
  // Divided as in the answers, so that a time taken from one finds its execution: multiplied, it may be off by a rounding.
  const within = {
    isBelow: (execution: Execution) => timeMs(execution) / 1000 < oldestDate,
    isAbove: (execution: Execution) => timeMs(execution) / 1000 > latestDate,
  }
  return { executions: index.select(criterion), within, timeMs }
}

/**
 * They are mutually exclusive (API reference, each filter).
 * @throws SwfFault ValidationException when more than one is given (the text is reported)
 */
function requireExclusive(given: Readonly<Record<string, object | undefined>>): void {
  const names = Object.keys(given).filter((filter) => given[filter] !== undefined)
  if (names.length > 1) {
    throw validationFault(`Cannot specify more than one exclusive filters in the same query: [${names.join(', ')}]`)
  }
}
