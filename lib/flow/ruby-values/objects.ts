import { hasShape, isListOfText, isRecord, isText, type Shape } from './shape.js'

/** An instance of any class. Nothing is made of it but this. */
export interface RubyObject {
  readonly $ruby: 'object'
  /** `AWS::Flow::YAMLDataConverter` */
  readonly className: string
  /** Its instance variables, by name without the `@`. */
  readonly variables: Readonly<Record<string, unknown>>
}

export interface RubyStruct {
  readonly $ruby: 'struct'
  /** Absent for a struct that no constant names. */
  readonly className?: string
  readonly members: Readonly<Record<string, unknown>>
}

/** A Ruby exception. JavaScript errors travel as these too. */
export interface RubyException {
  readonly $ruby: 'exception'
  /** `RuntimeError`, `AWS::Flow::ActivityTaskFailedException` */
  readonly className: string
  readonly message: string
  /** One frame an entry, innermost first. */
  readonly backtrace?: readonly string[]
  /** Its instance variables, by name without the `@`. */
  readonly variables: Readonly<Record<string, unknown>>
}

export interface RubyExceptionParts {
  readonly backtrace?: readonly string[] | undefined
  readonly variables?: Readonly<Record<string, unknown>> | undefined
}

const OBJECT: Shape = { required: { className: isText, variables: isRecord } }
const STRUCT: Shape = { required: { members: isRecord }, optional: { className: isText } }
const EXCEPTION: Shape = {
  required: { className: isText, message: isText, variables: isRecord },
  optional: { backtrace: isListOfText },
}

export function rubyObject(className: string, variables: Readonly<Record<string, unknown>> = {}): RubyObject {
  return { $ruby: 'object', className, variables }
}

export function isRubyObject(value: unknown): value is RubyObject {
  return hasShape(value, 'object', OBJECT)
}

/** @param className - undefined for a struct that no constant names */
export function rubyStruct(className: string | undefined, members: Readonly<Record<string, unknown>>): RubyStruct {
  return { $ruby: 'struct', ...(className !== undefined && { className }), members }
}

export function isRubyStruct(value: unknown): value is RubyStruct {
  return hasShape(value, 'struct', STRUCT)
}

export function rubyException(className: string, message: string, parts: RubyExceptionParts = {}): RubyException {
  const { backtrace, variables = {} } = parts
  return { $ruby: 'exception', className, message, ...(backtrace && { backtrace }), variables }
}

export function isRubyException(value: unknown): value is RubyException {
  return hasShape(value, 'exception', EXCEPTION)
}
