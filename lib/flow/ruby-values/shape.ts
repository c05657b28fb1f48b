import { isDate } from 'node:util/types'

/**
 * Every kind of Ruby value. If a hash from the wire has a key `$ruby` with one of these names, it arrives as a `RubyHash`. So a value is a
 * `range`, for example, only if it was a range in Ruby.
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

/** The kind of a Ruby value, which is what `$ruby` says. */
export type RubyKind = (typeof RUBY_KINDS)[number]

const KINDS: ReadonlySet<unknown> = new Set(RUBY_KINDS)

/** The kind that an object's `$ruby` names, whether the object is well formed or not. It is undefined if `$ruby` names no kind. */
export function kindOf(value: unknown): RubyKind | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, '$ruby')) return undefined
  const kind: unknown = Reflect.get(value, '$ruby')
  return isKind(kind) ? kind : undefined
}

function isKind(kind: unknown): kind is RubyKind {
  return KINDS.has(kind)
}

export type Check = (member: unknown) => boolean

/** The members that a Ruby value must have, and those that it may have. */
export interface Shape {
  readonly required: Readonly<Record<string, Check>>
  readonly optional?: Readonly<Record<string, Check>>
}

/** Whether a value is of this kind and has exactly the members of the kind. Any other member would be lost when the value is written. */
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

/** Whether a value is a map, tagged or not. It is not null, a list, a Date or bytes. */
export function isHash(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isDate(value) && !ArrayBuffer.isView(value)
}

/** Leaves the variables out if there are none, so that equal values always have the same form. */
export function withVariables(variables: Readonly<Record<string, unknown>> | undefined) {
  return variables !== undefined && Object.keys(variables).length > 0 ? { variables } : {}
}
