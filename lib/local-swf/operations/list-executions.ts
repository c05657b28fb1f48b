import { validationFault } from '../faults.js'
import type { CloseStatus } from '../model/ending.js'
import type { Execution } from '../model/execution.js'
import { openToken, sealToken } from '../model/sealed-token.js'
import { optional, required, structure, type Structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { executionInfo } from './execution-info.js'
import { pageSizeOf } from './page.js'

/** The members that both lists have. */
export const listMembers = {
  domain: required(shapes.name),
  executionFilter: optional(structure({ workflowId: required(shapes.name) })),
  typeFilter: optional(structure({ name: required(shapes.name), version: optional(shapes.optionalVersion) })),
  tagFilter: optional(structure({ tag: required(shapes.tag) })),
  nextPageToken: optional(shapes.pageToken),
  maximumPageSize: optional(shapes.pageSize),
  reverseOrder: optional(shapes.reverseOrder),
}

interface ListRequest extends Structure<typeof listMembers> {
  readonly closeStatusFilter?: { readonly status: CloseStatus } | undefined
}

interface ListedBy {
  /** Its page tokens are its own. */
  readonly operation: string
  readonly candidates: Iterable<Execution>
  /** The time by which executions are chosen and put in order. */
  readonly timeMs: (execution: Execution) => number
  readonly timeFilter: ReturnType<typeof shapes.timeFilter>
}

/** Where an execution stands in the list. */
interface Position {
  readonly timeMs: number
  readonly ordinal: number
}

/** One page of those that the filters let through, the latest first, or, in reverse order, the earliest. */
export function listExecutions(query: ListRequest, { operation, candidates, timeMs, timeFilter: within }: ListedBy): object {
  const { reverseOrder: reverse = false, nextPageToken, maximumPageSize, ...filters } = query
  const direction = reverse ? 1 : -1
  const positionOf = (execution: Execution): Position => ({ timeMs: timeMs(execution), ordinal: execution.ordinal })
  const compare = (one: Position, other: Position): number =>
    direction * (one.timeMs - other.timeMs || one.ordinal - other.ordinal)
  const scope = JSON.stringify([operation, within, filters, reverse])
  const previous = nextPageToken ? readPosition(scope, nextPageToken) : undefined
  const listed = Array.from(candidates, (execution) => ({ execution, position: positionOf(execution) }))
    .filter(({ execution, position }) => isWithin(position.timeMs, within) && matches(execution, query))
    .filter(({ position }) => !previous || compare(previous, position) < 0)
    .toSorted((one, other) => compare(one.position, other.position))
  const page = listed.slice(0, pageSizeOf(maximumPageSize))
  const last = page.length < listed.length ? page.at(-1)?.position : undefined
  return {
    executionInfos: page.map(({ execution }) => executionInfo(execution)),
    nextPageToken: last && sealToken(scope, `${last.timeMs} ${last.ordinal}`),
  }
}

/** @throws SwfFault ValidationException when more than one is given (the text is reported) */
export function requireExclusive(filters: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(filters).filter((filter) => filters[filter] !== undefined)
  if (given.length > 1) {
    throw validationFault(`Cannot specify more than one exclusive filters in the same query: [${given.join(', ')}]`)
  }
}

function isWithin(timeMs: number, { oldestDate, latestDate = Infinity }: ListedBy['timeFilter']): boolean {
  // Divided as in the answers, so that a time taken from one finds its execution: multiplied, it may be off by a rounding.
  const time = timeMs / 1000
  return time >= oldestDate && time <= latestDate
}

function matches(execution: Execution, { typeFilter, tagFilter, closeStatusFilter }: ListRequest): boolean {
  const { workflowType, tagList = [], closeStatus } = execution
  if (typeFilter && typeFilter.name !== workflowType.name) return false
  if (typeFilter?.version && typeFilter.version !== workflowType.version) return false
  if (closeStatusFilter && closeStatusFilter.status !== closeStatus) return false
  return !tagFilter || tagList.includes(tagFilter.tag)
}

/** A time (a clock may give fractions) and an ordinal. */
const cursorShape = /^(-?[\d.e+-]+) (\d+)$/

function readPosition(scope: string, token: string): Position {
  const [, timeMs, ordinal] = openToken(scope, token, cursorShape)
  return { timeMs: Number(timeMs), ordinal: Number(ordinal) }
}
