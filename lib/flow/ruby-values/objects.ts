import { hasShape, isListOfText, isRecord, isText, type Shape } from './shape.js'

/** An instance of any Ruby class. Its class and its instance variables are all that is known of it. */
export interface RubyObject {
  readonly $ruby: 'object'
  /** The name of the class, like `AWS::Flow::YAMLDataConverter`. */
  readonly className: string
  /** Instance variables, by their names without the `@`. */
  readonly variables: Readonly<Record<string, unknown>>
}

/** An instance of a Ruby Struct. */
export interface RubyStruct {
  readonly $ruby: 'struct'
  /** The name of the struct. It is absent if no constant names the struct. */
  readonly className?: string
  readonly members: Readonly<Record<string, unknown>>
}

/** A Ruby exception. JavaScript errors are sent as Ruby exceptions, too. */
export interface RubyException {
  readonly $ruby: 'exception'
  /** The name of the class, like `RuntimeError`. */
  readonly className: string
  readonly message: string
  /** The frames of the backtrace, the innermost first. */
  readonly backtrace?: readonly string[]
  /** Instance variables, by their names without the `@`. */
  readonly variables: Readonly<Record<string, unknown>>
}

/** The optional parts of a `RubyException`. */
export interface RubyExceptionParts {
  /** The frames of the backtrace, the innermost first. */
  readonly backtrace?: readonly string[] | undefined
  /** Instance variables, by their names without the `@`. */
  readonly variables?: Readonly<Record<string, unknown>> | undefined
}

const OBJECT: Shape = { required: { className: isText, variables: isRecord } }
const STRUCT: Shape = { required: { members: isRecord }, optional: { className: isText } }
const EXCEPTION: Shape = {
  required: { className: isText, message: isText, variables: isRecord },
  optional: { backtrace: isListOfText },
}

/** Makes an instance of any Ruby class. */
export function rubyObject(className: string, variables: Readonly<Record<string, unknown>> = {}): RubyObject {
  return { $ruby: 'object', className, variables }
}

/** Tests whether a value is a Ruby object. */
export function isRubyObject(value: unknown): value is RubyObject {
  return hasShape(value, 'object', OBJECT)
}

/**
 * Makes an instance of a Ruby Struct.
 *
 * @param className - is undefined if no constant names the struct
 */
export function rubyStruct(className: string | undefined, members: Readonly<Record<string, unknown>>): RubyStruct {
  return { $ruby: 'struct', ...(className !== undefined && { className }), members }
}

/** Tests whether a value is a Ruby Struct. */
export function isRubyStruct(value: unknown): value is RubyStruct {
  return hasShape(value, 'struct', STRUCT)
}

/** Makes a Ruby exception. */
export function rubyException(className: string, message: string, parts: RubyExceptionParts = {}): RubyException {
  const { backtrace, variables = {} } = parts
  return { $ruby: 'exception', className, message, ...(backtrace && { backtrace }), variables }
}

/** Tests whether a value is a Ruby exception. */
export function isRubyException(value: unknown): value is RubyException {
  return hasShape(value, 'exception', EXCEPTION)
}
