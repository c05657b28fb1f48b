import { LIMITS } from '../../base/limits.js'

/** Names further apart than this share of their length are not misspellings of each other. */
const NEAR = 1 / 3
const MOST = 3

/** Those of `names` that someone may have meant who wrote `mistyped`, the nearest first; at most three. */
export function nearestNames(mistyped: string, names: readonly string[]): string[] {
  // The work grows with both lengths, so texts that are longer than SWF's names are not compared.
  if (mistyped.length > LIMITS.name) return []
  return names
    .map((name) => ({ name, distance: editDistance(mistyped.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= NEAR * Math.max(name.length, mistyped.length))
    .toSorted((one, other) => one.distance - other.distance || one.name.localeCompare(other.name))
    .slice(0, MOST)
    .map(({ name }) => name)
}

/** How many letters must be inserted, removed or replaced to make one text of the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [row, letter] of Array.from(from).entries()) {
    const current = [row + 1]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (to[column - 1] === letter ? 0 : 1)
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[to.length] ?? 0
}
