import * as collections from './collections.js'
import * as names from './names.js'
import * as numbers from './numbers.js'
import * as objects from './objects.js'
import { isHash, kindOf, type RubyKind } from './shape.js'
import * as texts from './texts.js'
import * as times from './times.js'

/** Any Ruby value. Its member `$ruby` names the kind. */
export type RubyValue =
  | collections.RubyArray
  | collections.RubyHash
  | collections.RubyRange
  | collections.RubySet
  | names.RubyClass
  | names.RubyEncoding
  | names.RubyModule
  | names.RubySymbol
  | numbers.RubyBigDecimal
  | numbers.RubyComplex
  | numbers.RubyRational
  | objects.RubyException
  | objects.RubyObject
  | objects.RubyStruct
  | texts.RubyRegexp
  | texts.RubyString
  | times.RubyDate
  | times.RubyDateTime
  | times.RubyTime

const GUARDS: Readonly<Record<RubyKind, (value: unknown) => boolean>> = {
  array: collections.isRubyArray,
  bigdecimal: numbers.isRubyBigDecimal,
  class: names.isRubyClass,
  complex: numbers.isRubyComplex,
  date: times.isRubyDate,
  datetime: times.isRubyDateTime,
  encoding: names.isRubyEncoding,
  exception: objects.isRubyException,
  hash: collections.isRubyHash,
  module: names.isRubyModule,
  object: objects.isRubyObject,
  range: collections.isRubyRange,
  rational: numbers.isRubyRational,
  regexp: texts.isRubyRegexp,
  set: collections.isRubySet,
  string: texts.isRubyString,
  struct: objects.isRubyStruct,
  symbol: names.isRubySymbol,
  time: times.isRubyTime,
}

/** Tests whether a value is a well-formed Ruby value of any kind. */
export function isRubyValue(value: unknown): value is RubyValue {
  const kind = kindOf(value)
  return kind !== undefined && GUARDS[kind](value)
}

/**
 * The members of an object, a struct or a hash of any class, by name. Of a hash's keys, symbols count by their names and strings as they
 * are; other keys are left out. Any other value has no members.
 */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (objects.isRubyObject(value)) return value.variables
  if (objects.isRubyStruct(value)) return value.members
  if (collections.isRubyHash(value)) {
    const named = value.entries.map(([key, member]) => [names.isRubySymbol(key) ? key.name : key, member] as const)
    return Object.fromEntries(named.filter(([name]) => typeof name === 'string'))
  }
  return isHash(value) && kindOf(value) === undefined ? value : {}
}
