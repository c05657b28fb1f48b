/** In characters. */
const LONGEST = 2_000

/**
 * What was thrown, as a text for a message. Code of others can throw anything, also what has no text of its own, and what throws
 * again when it is looked at.
 */
export function thrownText(thrown: unknown): string {
  try {
    const text: unknown = thrown instanceof Error ? thrown.message : thrown
    if (typeof text === 'object' && text !== null) return 'it threw an object that is no Error'
    return typeof text === 'bigint' ? 'it threw a bigint' : String(text).slice(0, LONGEST)
  } catch {
    return 'it threw what cannot be read'
  }
}
