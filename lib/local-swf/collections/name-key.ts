/** Where something stands among its like: by name, then by version. What has no version has the empty one. */
export interface Position {
  readonly name: string
  readonly version: string
}

interface Named {
  readonly name: string
  readonly version?: string
}

/**
 * Alphabetical (API reference, ListDomains) is chosen to be the order of UTF-16 code units; versions of one name go in the same
 * order.
 */
export function inAlphabeticalOrder(one: Named, other: Named): number {
  return compare(one.name, other.name) || compare(one.version ?? '', other.version ?? '')
}

export function positionOf({ name, version = '' }: Named): Position {
  return { name, version }
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
