/**
 * Values that only Ruby has, as plain objects that survive a structured clone: `$ruby` says which kind it is. Each kind has one that
 * makes it and one that tests for it.
 *
 * On the main thread these are loaded too: nothing here may import the YAML parser.
 */

export { isRubyValue, membersOf, type RubyValue } from './any.js'
export * from './collections.js'
export * from './names.js'
export * from './numbers.js'
export * from './objects.js'
export * from './texts.js'
export * from './times.js'
export { isHash, isListOfText, kindOf, RUBY_KINDS, type RubyKind } from './shape.js'
