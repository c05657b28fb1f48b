/**
 * Values that only Ruby has, as plain objects that survive a structured clone. The member `$ruby` names the kind of the value. For each
 * kind there is a function that makes such a value and one that tests for it.
 *
 * The main thread loads these files too, so nothing here may import the YAML parser.
 */

export { isRubyValue, membersOf, type RubyValue } from './any.js'
export * from './collections.js'
export * from './names.js'
export * from './numbers.js'
export * from './objects.js'
export * from './texts.js'
export * from './times.js'
export { isHash, isListOfText, kindOf, RUBY_KINDS, type RubyKind } from './shape.js'
