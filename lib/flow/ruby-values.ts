/**
 * Values that only Ruby has, as plain objects that survive a structured clone: `$ruby` says which kind it is.
 */

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

export function rubyException(className: string, message: string, parts: RubyExceptionParts = {}): RubyException {
  const { backtrace, variables = {} } = parts
  return { $ruby: 'exception', className, message, ...(backtrace && { backtrace }), variables }
}

export function isRubyException(value: unknown): value is RubyException {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$ruby' in value &&
    value.$ruby === 'exception' &&
    'className' in value &&
    typeof value.className === 'string' &&
    'message' in value &&
    typeof value.message === 'string' &&
    'variables' in value &&
    typeof value.variables === 'object' &&
    value.variables !== null &&
    (!('backtrace' in value) || isListOfText(value.backtrace))
  )
}

export function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
}

/** A map: neither null nor a list. */
export function isHash(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
