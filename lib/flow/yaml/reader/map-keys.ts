import type { Scalar } from 'yaml'
import { isRubySymbol, kindOf } from '../../ruby-values/index.js'

/** A key of a map, about to become the name of a property. */
export interface Key {
  readonly kind: string
  readonly text: string
}

export function scalarKey(node: Scalar, value: unknown): Key {
  if (value === null) return { kind: 'null', text: '' }
  if (isRubySymbol(value)) return { kind: 'symbol', text: value.name }
  const text = String(node.value)
  // 1 and 1.0 are two keys to Ruby.
  if (typeof value === 'number') return { kind: text.includes('.') ? 'float' : 'number', text: String(value) }
  if (typeof value === 'bigint' || typeof value === 'boolean') return { kind: typeof value, text: String(value) }
  // A string; or a date, a time or bytes, as it was written.
  return typeof value === 'string' ? { kind: 'string', text: value } : { kind: kindOf(value) ?? 'binary', text }
}

export function complexKey(value: unknown): Key {
  return { kind: 'complex', text: jsonText(value) }
}

/** Names for the keys of one map, the same for equal ones. Only different kinds of one text get colons: that is a few at most. */
export function namesOf(keys: readonly Key[]): (key: Key) => string {
  const taken = new Set(keys.filter(({ kind }) => kind === 'string').map(({ text }) => text))
  const names = new Map<string, string>()
  return ({ kind, text }) => {
    if (kind === 'string') return text
    const id = `${kind} ${text}`
    let name = names.get(id)
    if (name === undefined) {
      name = text
      while (taken.has(name)) name = `:${name}`
      taken.add(name)
      names.set(id, name)
    }
    return name
  }
}

/** JSON, with what it lacks as text. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === 'bigint' || (typeof member === 'number' && !Number.isFinite(member))) return String(member)
    return member instanceof Uint8Array ? Buffer.from(member).toString('base64') : member
  })
}
