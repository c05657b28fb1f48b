/**
 * Values that only Ruby has, as plain objects that survive a structured clone: `$ruby` says which kind it is. Each kind has one that
 * makes it and one that tests for it.
 *
 * On the main thread these are loaded too: nothing here may import the YAML parser.
 */

export { isRubyValue, membersOf, type RubyValue } from './ruby-values/any.js'
export * from './ruby-values/collections.js'
export * from './ruby-values/names.js'
export * from './ruby-values/numbers.js'
export * from './ruby-values/objects.js'
export * from './ruby-values/texts.js'
export * from './ruby-values/times.js'
export { isHash, isListOfText, kindOf, RUBY_KINDS, type RubyKind } from './ruby-values/shape.js'
