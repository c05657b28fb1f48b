/** The name and the message of what a function of the user's threw. Even a value that throws when it is looked at has both. */
export function describeError(thrown: unknown): { readonly name: string; readonly message: string } {
  try {
    const { name, message }: { name: unknown; message: unknown } =
      thrown instanceof Error ? thrown : { name: 'Error', message: thrown }
    return { name: String(name), message: String(message) }
  } catch {
    return { name: 'Error', message: 'an error without a text' }
  }
}
