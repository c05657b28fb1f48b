import { isRubyException, rubyException, type RubyException } from '../ruby-values/index.js'
import { isClassName } from '../yaml/writer/ruby-value-tree.js'
import { valueTree } from '../yaml/writer/value-tree.js'
import { wellFormed } from '../yaml/writer/string-tree.js'

/** Ruby refuses the exception of a class that it does not have, and it has no class of ours. */
export const CLASS_IN_RUBY = 'StandardError'
/** Of a class name; longer ones are nobody's, and would leave no room for the rest. */
const MAX_CLASS_NAME = 256

/**
 * The exception with a text in the place of all that cannot be written: a failure is always told. What came from elsewhere can hold
 * anything, half a surrogate pair or a class name that is none.
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

/** Throws for a value that cannot be written. */
export type Check = (value: unknown) => unknown

export function replaceUnwritableValue(value: unknown, check: Check = valueTree): unknown {
  if (typeof value === 'string') return wellFormed(value)
  try {
    check(value)
    return value
  } catch (error) {
    return `[left out: ${error instanceof Error ? error.message : 'it cannot be written'}]`
  }
}
