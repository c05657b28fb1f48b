import { isPlainObject } from './is-plain-object.js'

/** A value in the form in which an error message shows it. */
export function formatValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => (Array.isArray(each) ? 'a list' : formatValue(each))).join(', ')}]`
  if (typeof value === 'string') return `'${value}'`
  if (typeof value !== 'object' || value === null) return String(value)
  return isPlainObject(value) ? 'an object' : `an instance of ${value.constructor.name || 'a class'}`
}
