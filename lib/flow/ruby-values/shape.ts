import { isDate } from 'node:util/types'

/**
 * Every kind of tagged value. A hash from the wire whose `$ruby` is one of these comes as a tagged hash itself, so that only what
 * was a Ruby range in Ruby, say, is a `range` here.
 */
export const RUBY_KINDS = [
  'array',
  'bigdecimal',
  'class',
  'complex',
  'date',
  'datetime',
  'encoding',
  'exception',
  'hash',
  'module',
  'object',
  'range',
  'rational',
  'regexp',
  'set',
  'string',
  'struct',
  'symbol',
  'time',
] as const

export type RubyKind = (typeof RUBY_KINDS)[number]

const KINDS: ReadonlySet<unknown> = new Set(RUBY_KINDS)

/** What kind of tagged value an object says to be, well formed or not; undefined for all that is none. */
export function kindOf(value: unknown): RubyKind | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, '$ruby')) return undefined
  const kind: unknown = Reflect.get(value, '$ruby')
  return isKind(kind) ? kind : undefined
}

function isKind(kind: unknown): kind is RubyKind {
  return KINDS.has(kind)
}

export type Check = (member: unknown) => boolean

/** What a tagged value must have, and what it may. */
export interface Shape {
  readonly required: Readonly<Record<string, Check>>
  readonly optional?: Readonly<Record<string, Check>>
}

/** Whether a value is of this kind and has its members, no more and no fewer: what else it had would be lost when written. */
export function hasShape(value: unknown, kind: RubyKind, { required, optional = {} }: Shape): boolean {
  if (kindOf(value) !== kind || typeof value !== 'object' || value === null) return false
  for (const [name, check] of Object.entries(required)) {
    if (!Object.hasOwn(value, name) || !check(Reflect.get(value, name))) return false
  }
  return Object.keys(value).every((name) => {
    if (name === '$ruby' || Object.hasOwn(required, name)) return true
    if (!Object.hasOwn(optional, name)) return false
    const member: unknown = Reflect.get(value, name)
    return member === undefined || optional[name]?.(member) === true
  })
}

export const isText: Check = (member) => typeof member === 'string'
export const isAnything: Check = () => true
export const isInteger: Check = (member) => typeof member === 'bigint' || Number.isSafeInteger(member)
export const isRecord: Check = isHash

export function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
}

/** A map, tagged or not: neither null nor a list, a Date or bytes. */
export function isHash(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isDate(value) && !ArrayBuffer.isView(value)
}

/** Left out if there are none, so that a value has one form only. */
export function withVariables(variables: Readonly<Record<string, unknown>> | undefined) {
  return variables !== undefined && Object.keys(variables).length > 0 ? { variables } : {}
}
