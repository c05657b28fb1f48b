/** What was thrown, as a text. A data converter of one's own can throw anything, also what has no text of its own. */
export function thrownText(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  return typeof thrown === 'object' && thrown !== null ? 'it threw an object that is no Error' : String(thrown)
}
