import { hasShape, isRecord, isText, withVariables, type Check, type Shape } from './shape.js'

/** A regular expression of Ruby's, whose dialect is not JavaScript's. */
export interface RubyRegexp {
  readonly $ruby: 'regexp'
  readonly source: string
  /** Some of `m`, `i`, `x` and `n`: Ruby's, where `m` lets the dot match line breaks. */
  readonly flags: string
}

/** A string of a class of its own. */
export interface RubyString {
  readonly $ruby: 'string'
  readonly className: string
  readonly value: string
  /** Instance variables by name without the `@`; absent if there are none. */
  readonly variables?: Readonly<Record<string, unknown>>
}

// The length first: what looks for a letter that comes twice takes the square of it.
const isFlags: Check = (member) => typeof member === 'string' && /^(?=[mixn]{0,4}$)(?!.*(.).*\1)/.test(member)
const REGEXP: Shape = { required: { source: isText, flags: isFlags } }
const STRING: Shape = { required: { className: isText, value: isText }, optional: { variables: isRecord } }

export function rubyRegexp(source: string, flags = ''): RubyRegexp {
  return { $ruby: 'regexp', source, flags }
}

export function isRubyRegexp(value: unknown): value is RubyRegexp {
  return hasShape(value, 'regexp', REGEXP)
}

export function rubyString(className: string, value: string, variables?: Readonly<Record<string, unknown>>): RubyString {
  return { $ruby: 'string', className, value, ...withVariables(variables) }
}

export function isRubyString(value: unknown): value is RubyString {
  return hasShape(value, 'string', STRING)
}
