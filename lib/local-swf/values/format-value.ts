import { isPlainObject } from './is-plain-object.js'

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => (Array.isArray(each) ? 'a list' : shown(each))).join(', ')}]`
  if (typeof value === 'string') return `'${value}'`
  if (typeof value !== 'object' || value === null) return String(value)
  return isPlainObject(value) ? 'an object' : `an instance of ${value.constructor.name || 'a class'}`
}
