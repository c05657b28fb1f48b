/** A value as an error message shows it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => (Array.isArray(each) ? 'a list' : shown(each))).join(', ')}]`
  return typeof value === 'string' ? `'${value}'` : typeof value === 'object' && value !== null ? 'an object' : String(value)
}
