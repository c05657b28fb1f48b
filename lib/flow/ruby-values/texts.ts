import { hasShape, isRecord, isText, withVariables, type Check, type Shape } from './shape.js'

/** A Ruby regular expression. Its syntax is not quite that of JavaScript. */
export interface RubyRegexp {
  readonly $ruby: 'regexp'
  readonly source: string
  /** Any of Ruby's flags `m`, `i`, `x` and `n`. With `m` the dot matches line breaks. */
  readonly flags: string
}

/** A string of a subclass of String. A plain string is a JavaScript string. */
export interface RubyString {
  readonly $ruby: 'string'
  readonly className: string
  readonly value: string
  /** Instance variables, by their names without the `@`. It is absent if there are none. */
  readonly variables?: Readonly<Record<string, unknown>>
}

// The length is tested first, since the search for a repeated letter takes time that grows with the square of the length.
const isFlags: Check = (member) => typeof member === 'string' && /^(?=[mixn]{0,4}$)(?!.*(.).*\1)/.test(member)
const REGEXP: Shape = { required: { source: isText, flags: isFlags } }
const STRING: Shape = { required: { className: isText, value: isText }, optional: { variables: isRecord } }

/** Makes a Ruby regular expression. */
export function rubyRegexp(source: string, flags = ''): RubyRegexp {
  return { $ruby: 'regexp', source, flags }
}

/** Tests whether a value is a Ruby regular expression. */
export function isRubyRegexp(value: unknown): value is RubyRegexp {
  return hasShape(value, 'regexp', REGEXP)
}

/** Makes a string of a subclass of String. */
export function rubyString(className: string, value: string, variables?: Readonly<Record<string, unknown>>): RubyString {
  return { $ruby: 'string', className, value, ...withVariables(variables) }
}

/** Tests whether a value is a string of a subclass of String. */
export function isRubyString(value: unknown): value is RubyString {
  return hasShape(value, 'string', STRING)
}
