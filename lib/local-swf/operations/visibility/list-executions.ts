import type { Range } from '../../collections/ordered-set.js'
import type { Execution } from '../../model/execution/execution.js'
import { structure, type Structure } from '../../validation/shape.js'
import { operation } from '../operation.js'
import { pageMembers, pageSizeOf } from '../page.js'
import { openPageToken, sealPageToken } from '../tokens/page-token.js'
import { executionInfo } from './execution-info.js'
import { closedFilters, openFilters, selectClosed, selectOpen, type Selection } from './select-executions.js'

export const listOpenWorkflowExecutions = operation(structure({ ...openFilters, ...pageMembers }), (query, { swf }) =>
  listPage(query, { operation: 'ListOpenWorkflowExecutions', nowMs: swf.nowMs(), ...selectOpen(query, swf) }),
)

export const listClosedWorkflowExecutions = operation(structure({ ...closedFilters, ...pageMembers }), (query, { swf }) =>
  listPage(query, { operation: 'ListClosedWorkflowExecutions', nowMs: swf.nowMs(), ...selectClosed(query, swf) }),
)

interface Source extends Selection {
  /** The name of the operation: a page token is good for its own list only. */
  readonly operation: string
  readonly nowMs: number
}

/** The place of an execution in a list. */
interface Position {
  readonly timeMs: number
  readonly ordinal: number
}

/**
 * One page of a selection. The results are "in descending order of the start or the close time" (API reference,
 * ListClosedWorkflowExecutions), or in reverse order. The token of the next page holds the place of this page's last execution. So it
 * does not matter which executions come and go between two pages, not even if that last one goes.
 */
function listPage(query: Structure<typeof pageMembers>, source: Source): object {
  const { nextPageToken, maximumPageSize, ...filters } = query
  const { operation: name, nowMs, executions, within, timeMs } = source
  const reverse = filters.reverseOrder ?? false
  const scope = JSON.stringify([name, { ...filters, reverseOrder: reverse }])
  const previous = nextPageToken ? readPosition(openPageToken(scope, nowMs, nextPageToken)) : undefined
  const range = previous ? beyond(previous, reverse, source) : within
  const pageSize = pageSizeOf(maximumPageSize)
  // One execution more than the page holds tells whether there is another page.
  const listed = executions.take(range, pageSize + 1, !reverse)
  const page = listed.slice(0, pageSize)
  const last = listed.length > pageSize ? page.at(-1) : undefined
  return {
    executionInfos: page.map(executionInfo),
    nextPageToken: last && sealPageToken(scope, nowMs, `${timeMs(last)} ${last.ordinal}`),
  }
}

/** The part of the range that is still to be listed. */
function beyond(previous: Position, reverse: boolean, { within, timeMs }: Selection): Range<Execution> {
  const compare = (execution: Execution): number => timeMs(execution) - previous.timeMs || execution.ordinal - previous.ordinal
  if (reverse) return { ...within, isBelow: (execution) => within.isBelow(execution) || compare(execution) <= 0 }
  return { ...within, isAbove: (execution) => within.isAbove(execution) || compare(execution) >= 0 }
}

function readPosition(place: string): Position {
  const [timeMs, ordinal] = place.split(' ')
  return { timeMs: Number(timeMs), ordinal: Number(ordinal) }
}
