import { hasShape, isAnything, isRecord, isText, withVariables, type Check, type Shape } from './shape.js'

/** Ruby's `begin..end`, or `begin...end`, which excludes its end. An open begin or end is null. */
export interface RubyRange {
  readonly $ruby: 'range'
  readonly begin: unknown
  readonly end: unknown
  readonly excludeEnd: boolean
}

/** A Ruby Set. */
export interface RubySet {
  readonly $ruby: 'set'
  readonly members: readonly unknown[]
}

/** An array of a subclass of Array. A plain array is a JavaScript array. */
export interface RubyArray {
  readonly $ruby: 'array'
  readonly className: string
  readonly items: readonly unknown[]
  /** Instance variables, by their names without the `@`. It is absent if there are none. */
  readonly variables?: Readonly<Record<string, unknown>>
}

/** A key of a hash with its value. */
export type RubyHashEntry = readonly [key: unknown, value: unknown]

/**
 * A hash that cannot be a plain JavaScript object. It is of a subclass of Hash, like HashWithIndifferentAccess, or it has a key `$ruby` and
 * would be mistaken for a Ruby value. If all keys are strings, `Object.fromEntries(hash.entries)` makes an object of it.
 */
export interface RubyHash {
  readonly $ruby: 'hash'
  /** The name of the class. It is absent for a plain Hash. */
  readonly className?: string
  /** The entries in their order. A key can be any value: a string, a `RubySymbol`, or something else. */
  readonly entries: readonly RubyHashEntry[]
  /** Instance variables, by their names without the `@`. It is absent if there are none. */
  readonly variables?: Readonly<Record<string, unknown>>
}

/** The optional parts of a `RubyHash`. */
export interface RubyHashParts {
  /** The name of the class. Leave it out for a plain Hash. */
  readonly className?: string | undefined
  /** Instance variables, by their names without the `@`. */
  readonly variables?: Readonly<Record<string, unknown>> | undefined
}

const isList: Check = (member) => Array.isArray(member)
const isListOfEntries: Check = (member) =>
  Array.isArray(member) && member.every((entry) => Array.isArray(entry) && entry.length === 2)
const RANGE: Shape = {
  required: { begin: isAnything, end: isAnything, excludeEnd: (member) => typeof member === 'boolean' },
}
const SET: Shape = { required: { members: isList } }
const ARRAY: Shape = { required: { className: isText, items: isList }, optional: { variables: isRecord } }
const HASH: Shape = { required: { entries: isListOfEntries }, optional: { className: isText, variables: isRecord } }

/** Makes a range. An open begin or end is null. */
export function rubyRange(begin: unknown, end: unknown, excludeEnd = false): RubyRange {
  return { $ruby: 'range', begin, end, excludeEnd }
}

/** Tests whether a value is a range. */
export function isRubyRange(value: unknown): value is RubyRange {
  return hasShape(value, 'range', RANGE)
}

/**
 * Makes a Ruby Set.
 *
 * @param members - are given as a list or a Set
 */
export function rubySet(members: Iterable<unknown>): RubySet {
  return { $ruby: 'set', members: [...members] }
}

/** Tests whether a value is a Ruby Set. */
export function isRubySet(value: unknown): value is RubySet {
  return hasShape(value, 'set', SET)
}

/** Makes an array of a subclass of Array. */
export function rubyArray(
  className: string,
  items: readonly unknown[],
  variables?: Readonly<Record<string, unknown>>,
): RubyArray {
  return { $ruby: 'array', className, items, ...withVariables(variables) }
}

/** Tests whether a value is an array of a subclass of Array. */
export function isRubyArray(value: unknown): value is RubyArray {
  return hasShape(value, 'array', ARRAY)
}

/**
 * Makes a hash of a class of its own, or one with keys that are not strings.
 *
 * @param entries - are given as pairs, as a Map, or as `Object.entries` of an object
 */
export function rubyHash(entries: Iterable<RubyHashEntry>, { className, variables }: RubyHashParts = {}): RubyHash {
  return { $ruby: 'hash', ...(className !== undefined && { className }), entries: [...entries], ...withVariables(variables) }
}

/** Tests whether a value is a `RubyHash`. */
export function isRubyHash(value: unknown): value is RubyHash {
  return hasShape(value, 'hash', HASH)
}
