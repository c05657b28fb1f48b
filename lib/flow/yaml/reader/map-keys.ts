import type { Scalar } from 'yaml'
import { isRubySymbol, kindOf } from '../../ruby-values/index.js'

/** A key of a map, which is about to become the name of a property. */
export interface Key {
  /** Keys of different kinds are different keys, even if they have the same text. */
  readonly kind: string
  readonly text: string
}

/** Makes a key of a scalar. */
export function scalarKey(node: Scalar, value: unknown): Key {
  if (value === null) return { kind: 'null', text: '' }
  if (isRubySymbol(value)) return { kind: 'symbol', text: value.name }
  const text = String(node.value)
  // In Ruby, 1 and 1.0 are two keys.
  if (typeof value === 'number') return { kind: text.includes('.') ? 'float' : 'number', text: String(value) }
  if (typeof value === 'bigint' || typeof value === 'boolean') return { kind: typeof value, text: String(value) }
  // The key is a string, or it is a date, a time or bytes and keeps the text that it was written as.
  return typeof value === 'string' ? { kind: 'string', text: value } : { kind: kindOf(value) ?? 'binary', text }
}

/** Makes a key of a list or a map. */
export function complexKey(value: unknown): Key {
  return { kind: 'complex', text: jsonText(value) }
}

/**
 * Gives each key of one map a name; equal keys get the same name. Where keys of different kinds have the same text, colons are put before
 * it. There are only a few kinds, so there are never many colons.
 */
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

/** Writes a value as JSON. What JSON has no form for is written as a text. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === 'bigint' || (typeof member === 'number' && !Number.isFinite(member))) return String(member)
    return member instanceof Uint8Array ? Buffer.from(member).toString('base64') : member
  })
}
