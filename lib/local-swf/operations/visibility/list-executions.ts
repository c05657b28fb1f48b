import type { Execution } from '../../model/execution/execution.js'
import type { Range } from '../../collections/ordered-set.js'
import type { Structure } from '../../validation/shape.js'
import { executionInfo } from './execution-info.js'
import { openPageToken, sealPageToken } from '../tokens/page-token.js'
import { pageSizeOf, type pageMembers } from '../page.js'
import type { Selection } from './select-executions.js'

interface ListedBy extends Selection {
  /** Its page tokens are its own. */
  readonly operation: string
  readonly nowMs: number
}

/** Where an execution stands in the list. */
interface Position {
  readonly timeMs: number
  readonly ordinal: number
}

/**
 * One page of a selection. The results are "in descending order of the start or the close time" (API reference,
 * ListClosedWorkflowExecutions), or in reverse order. The token of the next page holds the place of the last execution of this
 * one, so that it does not matter what comes and goes meanwhile, that execution included.
 */
export function listExecutions(query: Structure<typeof pageMembers>, listedBy: ListedBy): object {
  const { nextPageToken, maximumPageSize, ...filters } = query
  const { operation, nowMs, executions, within, timeMs } = listedBy
  const reverse = filters.reverseOrder ?? false
  const scope = JSON.stringify([operation, { ...filters, reverseOrder: reverse }])
  const previous = nextPageToken ? readPosition(openPageToken(scope, nowMs, nextPageToken)) : undefined
  const range = previous ? beyond(previous, reverse, listedBy) : within
  const pageSize = pageSizeOf(maximumPageSize)
  // One more than the page tells whether there is another.
  const listed = executions.take(range, pageSize + 1, !reverse)
  const page = listed.slice(0, pageSize)
  const last = listed.length > pageSize ? page.at(-1) : undefined
  return {
    executionInfos: page.map(executionInfo),
    nextPageToken: last && sealPageToken(scope, nowMs, `${timeMs(last)} ${last.ordinal}`),
  }
}

/** What of the range is still to come. */
function beyond(previous: Position, reverse: boolean, { within, timeMs }: Selection): Range<Execution> {
  const compare = (execution: Execution): number => timeMs(execution) - previous.timeMs || execution.ordinal - previous.ordinal
  if (reverse) return { ...within, isBelow: (execution) => within.isBelow(execution) || compare(execution) <= 0 }
  return { ...within, isAbove: (execution) => within.isAbove(execution) || compare(execution) >= 0 }
}

function readPosition(place: string): Position {
  const [timeMs, ordinal] = place.split(' ')
  return { timeMs: Number(timeMs), ordinal: Number(ordinal) }
}
