import { inAlphabeticalOrder, positionOf, type Position } from '../collections/alphabetical.js'
import type { OrderedSet, Range } from '../collections/ordered-set.js'
import { required, type Structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { openPageToken, sealPageToken } from './tokens/page-token.js'
import { pageMembers, pageSizeOf } from './page.js'

/** The members that the lists of domains and types have. */
export const listMembers = {
  registrationStatus: required(shapes.registrationStatus),
  ...pageMembers,
}

interface Query extends Structure<typeof listMembers> {
  readonly domain?: string
  /** Only what has this name. */
  readonly name?: string | undefined
}

interface Registered {
  readonly name: string
  readonly version?: string
}

interface Listed<Item extends Registered> {
  /** Its page tokens are its own. */
  readonly operation: string
  readonly nowMs: number
  readonly registered: OrderedSet<Item>
  readonly isDeprecated: (item: Item) => boolean
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextPageToken: string | undefined
}

/** One page of those with the status and the name, in alphabetical order or its reverse. */
export function listRegistered<Item extends Registered>(query: Query, listed: Listed<Item>): Page<Item> {
  const { domain, name, registrationStatus, reverseOrder: reverse = false, nextPageToken } = query
  const { operation, nowMs, registered, isDeprecated } = listed
  const scope = JSON.stringify([operation, domain, name, registrationStatus, reverse])
  const from = nextPageToken ? readPlace(openPageToken(scope, nowMs, nextPageToken)) : startOf(name, reverse)
  const wantsDeprecated = registrationStatus === 'DEPRECATED'
  const pageSize = pageSizeOf(query.maximumPageSize)
  const items: Item[] = []
  for (const item of registered.within(beyond(from, reverse), reverse)) {
    if (name !== undefined && item.name !== name) break
    if (isDeprecated(item) !== wantsDeprecated) continue
    const last = items.at(-1)
    if (last && items.length === pageSize) return { items, nextPageToken: sealPageToken(scope, nowMs, writePlace(last)) }
    items.push(item)
  }
  return { items, nextPageToken: undefined }
}

/** What comes after the position, or, in reverse order, before it. */
function beyond(position: Position | undefined, reverse: boolean): Range<Registered> {
  const compare = (item: Registered): number => (position ? inAlphabeticalOrder(item, position) : reverse ? -1 : 1)
  return { isBelow: (item) => !reverse && compare(item) <= 0, isAbove: (item) => reverse && compare(item) >= 0 }
}

/** Before the first version of a name, or, in reverse order, behind the last: the next name that there can be. No version is empty. */
function startOf(name: string | undefined, reverse: boolean): Position | undefined {
  if (name === undefined) return undefined
  return { name: reverse ? `${name}\0` : name, version: '' }
}

/** No name and no version has a control character. */
const SEPARATOR = '\n'

function writePlace(item: Registered): string {
  const { name, version } = positionOf(item)
  return `${name}${SEPARATOR}${version}`
}

function readPlace(place: string): Position {
  const [name = '', version = ''] = place.split(SEPARATOR)
  return { name, version }
}
