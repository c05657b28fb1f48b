/** What may be said of whatever a function of the user's threw: nothing, if looking at it throws too. */
export function described(thrown: unknown): { readonly name: string; readonly message: string } {
  try {
    const { name, message }: { name: unknown; message: unknown } =
      thrown instanceof Error ? thrown : { name: 'Error', message: thrown }
    return { name: String(name), message: String(message) }
  } catch {
    return { name: 'Error', message: 'an error without a text' }
  }
}
