import { isPlainObject } from './is-plain-object.js'

/** Of a text, in characters. */
const LONGEST = 200

/** A value in the form in which an error message shows it. */
export function formatValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => (Array.isArray(each) ? 'a list' : formatValue(each))).join(', ')}]`
  if (typeof value === 'string') return value.length > LONGEST ? `'${value.slice(0, LONGEST)}…'` : `'${value}'`
  if (typeof value !== 'object' || value === null) return String(value)
  return isPlainObject(value) ? 'an object' : `an instance of ${classNameOf(value)}`
}

function classNameOf(value: object): string {
  try {
    return value.constructor.name || 'a class'
  } catch {
    return 'a class'
  }
}
