import { isRubyException, rubyException, type RubyException } from '../ruby-values/index.js'
import { isClassName } from '../yaml/writer/ruby-value-tree.js'
import { valueTree } from '../yaml/writer/value-tree.js'
import { wellFormed } from '../yaml/writer/string-tree.js'

/** Ruby cannot load an exception of a class that it does not have, and it does not have JavaScript's classes. */
export const CLASS_IN_RUBY = 'StandardError'
/** No real class has a longer name, and a longer one would leave no room for the rest. */
const MAX_CLASS_NAME = 256

/**
 * Puts a text in the place of everything in an exception that cannot be written, so that a failure can always be told. An exception that
 * came over the wire can hold half a surrogate pair, for example, or a class name that Ruby does not allow.
 */
export function replaceUnwritable({ className, message, backtrace, variables }: RubyException): RubyException {
  const isKnown = className.length <= MAX_CLASS_NAME && isClassName(className)
  const text = isKnown ? message : `${className.slice(0, MAX_CLASS_NAME)}: ${message}`
  return rubyException(isKnown ? className : CLASS_IN_RUBY, wellFormed(text), {
    backtrace: backtrace?.map(wellFormed),
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [wellFormed(name), writableVariable(value)])),
  })
}

function writableVariable(value: unknown): unknown {
  return isRubyException(value) ? replaceUnwritable(value) : replaceUnwritableValue(value)
}

/** A check throws for a value that cannot be written. */
export type Check = (value: unknown) => unknown

/** Returns the value, or a text that says why it cannot be written. */
export function replaceUnwritableValue(value: unknown, check: Check = valueTree): unknown {
  if (typeof value === 'string') return wellFormed(value)
  try {
    check(value)
    return value
  } catch (error) {
    return `[left out: ${error instanceof Error ? error.message : 'it cannot be written'}]`
  }
}
