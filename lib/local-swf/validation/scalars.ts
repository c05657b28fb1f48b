import { wrongType, type Shape } from './shape.js'

interface TextConstraints {
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: RegExp
  /** The smallest and the largest value of a number that is written as text. */
  readonly smallest?: number
  readonly largest?: number
}

/** A text. Its length is counted as JavaScript and Java count it, in UTF-16 code units. */
export function text(constraints: TextConstraints = {}): Shape<string> {
  const { minimum = 0, maximum = Infinity, pattern, smallest = -Infinity, largest = Infinity } = constraints
  return (value, path, problems) => {
    if (typeof value !== 'string') throw wrongType(value, 'a String')
    if (value.length < minimum) problems.add(value, path, `Member must have length greater than or equal to ${minimum}`)
    else if (value.length > maximum) problems.add(value, path, `Member must have length less than or equal to ${maximum}`)
    else if (pattern && !pattern.test(value)) {
      problems.add(value, path, `Member must satisfy regular expression pattern: ${pattern.source}`)
    } else if (Number(value) < smallest) {
      problems.add(value, path, `Member must have value greater than or equal to ${smallest}`)
    } else if (Number(value) > largest) {
      problems.add(value, path, `Member must have value less than or equal to ${largest}`)
    }
    return value
  }
}

export function oneOf<const Values extends readonly string[]>(values: Values): Shape<Values[number]> {
  const isOneOf = (value: string): value is Values[number] => values.includes(value)
  return (value, path, problems) => {
    if (typeof value !== 'string') throw wrongType(value, 'a String')
    if (!isOneOf(value)) problems.add(value, path, `Member must satisfy enum value set: [${values.join(', ')}]`)
    return value
  }
}

export function integer({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }): Shape<number> {
  return (value, path, problems) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(value, 'an Integer')
    if (value < minimum) problems.add(value, path, `Member must have value greater than or equal to ${minimum}`)
    if (value > maximum) problems.add(value, path, `Member must have value less than or equal to ${maximum}`)
    return value
  }
}

export const flag: Shape<boolean> = (value) => {
  if (typeof value !== 'boolean') throw wrongType(value, 'a Boolean')
  return value
}

/** A time in seconds since the epoch, with a fraction. */
export const timestamp: Shape<number> = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType(value, 'a Timestamp')
  return value
}
