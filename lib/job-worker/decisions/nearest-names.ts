import { LIMITS } from '../../base/limits.js'

/** Names that differ in more than this share of their letters are not misspellings of each other. */
const NEAR = 1 / 3
const MOST = 3

/** Finds at most three of `names` that may have been meant by `mistyped`, the nearest first. */
export function nearestNames(mistyped: string, names: readonly string[]): string[] {
  // The work grows with both lengths, and a longer name cannot exist in SWF.
  if (mistyped.length > LIMITS.name) return []
  return names
    .map((name) => ({ name, distance: editDistance(mistyped.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= NEAR * Math.max(name.length, mistyped.length))
    .toSorted((one, other) => one.distance - other.distance || one.name.localeCompare(other.name))
    .slice(0, MOST)
    .map(({ name }) => name)
}

/** How many letters must be inserted, removed or replaced to turn one text into the other. */
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
