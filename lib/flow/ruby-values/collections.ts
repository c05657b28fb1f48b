import { hasShape, isAnything, isRecord, isText, withVariables, type Check, type Shape } from './shape.js'

/** `begin..end`, or `begin...end` without its end. An end that is open is null. */
export interface RubyRange {
  readonly $ruby: 'range'
  readonly begin: unknown
  readonly end: unknown
  readonly excludeEnd: boolean
}

export interface RubySet {
  readonly $ruby: 'set'
  readonly members: readonly unknown[]
}

/** An array of a class of its own. */
export interface RubyArray {
  readonly $ruby: 'array'
  readonly className: string
  readonly items: readonly unknown[]
  /** Instance variables by name without the `@`; absent if there are none. */
  readonly variables?: Readonly<Record<string, unknown>>
}

export type RubyHashEntry = readonly [key: unknown, value: unknown]

/**
 * A hash that cannot be a plain object: one of a class of its own (a HashWithIndifferentAccess, say), or one with a key `$ruby` that
 * would pass for a tagged value. `Object.fromEntries(hash.entries)` makes an object of one whose keys are strings.
 */
export interface RubyHash {
  readonly $ruby: 'hash'
  /** Absent for a Hash. */
  readonly className?: string
  /** Keys are values: strings, `RubySymbol`s, anything. */
  readonly entries: readonly RubyHashEntry[]
  /** Instance variables by name without the `@`; absent if there are none. */
  readonly variables?: Readonly<Record<string, unknown>>
}

export interface RubyHashParts {
  readonly className?: string | undefined
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

export function rubyRange(begin: unknown, end: unknown, excludeEnd = false): RubyRange {
  return { $ruby: 'range', begin, end, excludeEnd }
}

export function isRubyRange(value: unknown): value is RubyRange {
  return hasShape(value, 'range', RANGE)
}

/** @param members - a list, or a Set */
export function rubySet(members: Iterable<unknown>): RubySet {
  return { $ruby: 'set', members: [...members] }
}

export function isRubySet(value: unknown): value is RubySet {
  return hasShape(value, 'set', SET)
}

export function rubyArray(
  className: string,
  items: readonly unknown[],
  variables?: Readonly<Record<string, unknown>>,
): RubyArray {
  return { $ruby: 'array', className, items, ...withVariables(variables) }
}

export function isRubyArray(value: unknown): value is RubyArray {
  return hasShape(value, 'array', ARRAY)
}

/** @param entries - pairs, a Map, or `Object.entries` of an object */
export function rubyHash(entries: Iterable<RubyHashEntry>, { className, variables }: RubyHashParts = {}): RubyHash {
  return { $ruby: 'hash', ...(className !== undefined && { className }), entries: [...entries], ...withVariables(variables) }
}

export function isRubyHash(value: unknown): value is RubyHash {
  return hasShape(value, 'hash', HASH)
}
