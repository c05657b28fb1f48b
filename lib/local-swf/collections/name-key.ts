/** A domain has a name, and a type has a name and a version. */
interface Named {
  readonly name: string
  readonly version?: string
}

/** No name or version in SWF contains a control character. */
const SEPARATOR = '\0'

/**
 * One text for a name and its version. No two of them have the same text, even when a caller asks for a name that nothing can have.
 * The order of these texts is the alphabetical order of SWF's lists, which is chosen to be that of UTF-16 code units: by name, then by
 * version.
 */
export function nameKey({ name, version = '' }: Named): string {
  return `${name}${SEPARATOR}${version}`
}

/** A text between those of everything that has this name and those of all greater names. */
export function keyAfterName(name: string): string {
  return `${name}\u0001`
}

export function compareKeys(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/** Puts domains, or types, in alphabetical order. */
export function inAlphabeticalOrder(one: Named, other: Named): number {
  return compareKeys(nameKey(one), nameKey(other))
}
