import { isDate, isUint8Array } from 'node:util/types'
import { isPlainObject } from '../base/options.js'
import { classNameOf } from '../base/message-texts.js'
import { MAX_ENVELOPE_DEPTH } from '../base/limits.js'
import type { RubyKind } from './ruby-values/index.js'

const PLAIN_TYPES = 'null, booleans, numbers, strings, dates, bytes, arrays and plain objects'

/** Of a member, in a path. */
const LONGEST_NAME = 60

/** What to write instead of an instance that is refused. */
const INSTEAD: Readonly<Record<string, string>> = {
  Map: 'rubyHash(map) or Object.fromEntries(map)',
  Set: 'rubySet(set) or a list',
}

/** @throws TypeError for class instances, and for what a plain object may not have */
export function refuseUnlessPlain(value: object, path: string, types = PLAIN_TYPES): void {
  if (!isPlainObject(value)) {
    const name = classNameOf(value)
    const instead = Object.hasOwn(INSTEAD, name) ? `, instead of which ${INSTEAD[name]} can be` : ''
    refuse(path, `an instance of ${name}${instead}`, types)
  }
  if (Object.getOwnPropertySymbols(value).length > 0) refuse(path, 'a map with a symbol as key', types)
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (property.get !== undefined || property.set !== undefined) refuse(memberPath(path, name), 'an accessor', types)
  }
}

export function refuseMalformed(kind: RubyKind, path: string): never {
  const rest = ` though its $ruby says so (of a hash of your own with such a key, write rubyHash(Object.entries(hash)))`
  refuse(path, `no well-formed Ruby ${kind}${rest}`)
}

export function memberPath(path: string, name: string): string {
  // Cut, since paths are made for each value: of long names they would grow with the square of the depth.
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name
  return /^[\w$]+$/.test(shown) ? `${path}.${shown}` : `${path}[${JSON.stringify(shown)}]`
}

/** @param types - what can be written */
export function refuse(path: string, what: string, types = PLAIN_TYPES): never {
  const place = path === '' ? 'the value' : `the value at ${path}`
  throw new TypeError(`${place} is ${what}; only ${types} can be sent`)
}

interface Seen {
  readonly above: Set<object>
  readonly done: Set<object>
}

/**
 * Tests what a data converter has read: nothing else survives the way to another thread as it is.
 *
 * @throws TypeError naming the path
 */
export function refuseUnlessPlainData(value: unknown, path = '', seen: Seen = { above: new Set(), done: new Set() }): void {
  if (typeof value === 'function' || typeof value === 'symbol') refuse(path, `a ${typeof value}`)
  if (typeof value !== 'object' || value === null || isDate(value) || isUint8Array(value)) return
  if (seen.above.has(value)) refuse(path, 'a cycle')
  if (seen.done.has(value)) return
  if (seen.above.size >= MAX_ENVELOPE_DEPTH) refuse(path, `nested deeper than ${MAX_ENVELOPE_DEPTH} levels`)
  if (!Array.isArray(value)) refuseUnlessPlain(value, path)
  seen.above.add(value)
  for (const [name, member] of Object.entries(value)) {
    refuseUnlessPlainData(member, Array.isArray(value) ? `${path}[${name}]` : memberPath(path, name), seen)
  }
  seen.above.delete(value)
  seen.done.add(value)
}
