import { isRubyValue, kindOf } from '../../lib/flow/ruby-values/index.js'

/** What in a value is not of the type table in docs/ruby.md, and where; undefined if it all is. */
export function notPlain(value: unknown, path = 'it', seen = new Set<object>()): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return undefined
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? `${path} is the bigint ${value}, which a number can hold` : undefined
    case 'object':
      if (value === null || seen.has(value)) return undefined
      seen.add(value)
      return notPlainObject(value, path, seen)
    case 'undefined':
    case 'function':
    case 'symbol':
      return `${path} is of type ${typeof value}`
  }
}

function notPlainObject(value: object, path: string, seen: Set<object>): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Uint8Array.prototype) return undefined
  if (prototype !== (Array.isArray(value) ? Array.prototype : Object.prototype)) return `${path} is an instance of a class`
  if (kindOf(value) !== undefined && !isRubyValue(value)) return `${path} has a $ruby and is no well-formed value of its kind`
  const holes = Array.isArray(value) ? value.findIndex((_, index) => !Object.hasOwn(value, index)) : -1
  if (holes !== -1) return `${path} has a hole at ${holes}`
  for (const name of Reflect.ownKeys(value)) {
    if (Array.isArray(value) && name === 'length') continue
    const property = Object.getOwnPropertyDescriptor(value, name)
    const at = `${path}[${JSON.stringify(String(name))}]`
    if (typeof name === 'symbol' || !property?.enumerable || !('value' in property)) return `${at} is no plain member`
    if (kindOf(value) !== undefined && (name === 'variables' || name === 'members') && kindOf(property.value) !== undefined) {
      return `${at} would pass for a tagged value`
    }
    const wrong = notPlain(property.value, at, seen)
    if (wrong !== undefined) return wrong
  }
  return undefined
}
