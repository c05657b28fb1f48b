import { compareKeys, keyAfterName, nameKey } from '../collections/name-key.js'
import type { OrderedSet, Range } from '../collections/ordered-set.js'
import { required, type Structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { pageMembers, pageSizeOf } from './page.js'
import { openPageToken, sealPageToken } from './tokens/page-token.js'

/** The members that the lists of domains and types have in common. */
export const listMembers = {
  registrationStatus: required(shapes.registrationStatus),
  ...pageMembers,
}

interface Query extends Structure<typeof listMembers> {
  readonly domain?: string
  /** When it is given, only types of this name are listed. */
  readonly name?: string | undefined
}

/** A domain, or a type. */
interface Registered {
  readonly name: string
  readonly version?: string
}

interface Source<Item extends Registered> {
  /** The name of the operation: a page token is good for its own list only. */
  readonly operation: string
  readonly nowMs: number
  readonly registered: OrderedSet<Item>
  readonly isDeprecated: (item: Item) => boolean
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextPageToken: string | undefined
}

/** One page of those that have the status and the name, in alphabetical order or its reverse. */
export function listRegistered<Item extends Registered>(query: Query, source: Source<Item>): Page<Item> {
  const { domain, name, registrationStatus, reverseOrder: reverse = false, nextPageToken } = query
  const { operation, nowMs, registered, isDeprecated } = source
  const scope = JSON.stringify([operation, domain, name, registrationStatus, reverse])
  const fromKey = nextPageToken ? openPageToken(scope, nowMs, nextPageToken) : firstKeyOf(name, reverse)
  const wantsDeprecated = registrationStatus === 'DEPRECATED'
  const pageSize = pageSizeOf(query.maximumPageSize)
  const items: Item[] = []
  for (const item of registered.within(beyond(fromKey, reverse), reverse)) {
    if (name !== undefined && item.name !== name) break
    if (isDeprecated(item) !== wantsDeprecated) continue
    const last = items.at(-1)
    if (last && items.length === pageSize) return { items, nextPageToken: sealPageToken(scope, nowMs, nameKey(last)) }
    items.push(item)
  }
  return { items, nextPageToken: undefined }
}

/** A key just before all versions of the name, or, in reverse order, just behind them. */
function firstKeyOf(name: string | undefined, reverse: boolean): string | undefined {
  if (name === undefined) return undefined
  return reverse ? keyAfterName(name) : nameKey({ name })
}

/** Everything behind the key, or, in reverse order, everything before it. Without a key it is everything. */
function beyond(key: string | undefined, reverse: boolean): Range<Registered> {
  if (key === undefined) return { isBelow: () => false, isAbove: () => false }
  const compare = (item: Registered): number => compareKeys(nameKey(item), key)
  return { isBelow: (item) => !reverse && compare(item) <= 0, isAbove: (item) => reverse && compare(item) >= 0 }
}
