import type { DataConverter } from './data-converter.js'
import { FlowFormatError, refuseLongText } from '../flow-format-error.js'
import { LIMITS, MAX_ENVELOPE_DEPTH, MAX_VALUE_CHARACTERS } from '../../base/limits.js'
import { memberPath, refuseUnlessPlain, refuseValue } from '../refuse-value.js'

/**
 * A value may hold at most so many values. A value that stands in several places is written, and counted, at each of them. Each takes at
 * least one character, so more would not fit into what SWF carries.
 */
const MAX_VALUES = LIMITS.data
const JSON_TYPES = 'null, booleans, finite numbers, strings, arrays and plain objects'

/**
 * Writes and reads JSON, for those who have no Ruby workers. What JSON has no form for is refused. As with `JSON.stringify`, -0 becomes 0,
 * and undefined becomes null in an array and is left out of an object.
 */
export const jsonDataConverter: DataConverter = {
  dump(value) {
    new JsonCheck().check(value, '')
    return JSON.stringify(value) ?? 'null'
  },
  load(text) {
    refuseLongText(text)
    const value = parse(text)
    refuseTooDeep(value, 1)
    return value
  },
}

class JsonCheck {
  readonly #ancestors = new Set<object>()
  #valuesLeft = MAX_VALUES
  #charactersLeft = MAX_VALUE_CHARACTERS

  /** @throws TypeError naming the path of the first value that JSON cannot hold */
  check(value: unknown, path: string): void {
    if (this.#valuesLeft-- <= 0) refuseValue(path, `one of more than ${MAX_VALUES} values`, JSON_TYPES)
    switch (typeof value) {
      case 'function':
      case 'symbol':
      case 'bigint':
        return refuseValue(path, `a ${typeof value}`, JSON_TYPES)
      case 'number':
        return Number.isFinite(value) ? undefined : refuseValue(path, String(value), JSON_TYPES)
      case 'object':
        return value === null ? undefined : this.#checkObject(value, path)
      case 'string':
        return this.#count(value, path)
      case 'undefined':
      case 'boolean':
        return undefined
    }
  }

  #count(text: string, path: string): void {
    this.#charactersLeft -= text.length
    if (this.#charactersLeft < 0)
      refuseValue(path, `beyond ${MAX_VALUE_CHARACTERS} characters, far more than SWF carries`, JSON_TYPES)
  }

  #checkObject(value: object, path: string): void {
    if (this.#ancestors.has(value)) refuseValue(path, 'a cycle', JSON_TYPES)
    if (this.#ancestors.size >= MAX_ENVELOPE_DEPTH) refuseValue('', `nested deeper than ${MAX_ENVELOPE_DEPTH} levels`, JSON_TYPES)
    this.#ancestors.add(value)
    this.#checkMembers(value, path)
    this.#ancestors.delete(value)
  }

  #checkMembers(value: object, path: string): void {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) this.check(item, `${path}[${index}]`)
      return
    }
    refuseUnlessPlain(value, path, JSON_TYPES)
    for (const [name, member] of Object.entries(value)) {
      const at = memberPath(path, name)
      this.#count(name, at)
      this.check(member, at)
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FlowFormatError(`not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function refuseTooDeep(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_ENVELOPE_DEPTH) throw new FlowFormatError(`nested deeper than ${MAX_ENVELOPE_DEPTH} levels`)
  for (const member of Object.values(value)) refuseTooDeep(member, depth + 1)
}
