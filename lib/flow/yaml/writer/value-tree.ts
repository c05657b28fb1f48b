import { isDate, isUint8Array } from 'node:util/types'
import { LIMITS, MAX_VALUE_CHARACTERS, MAX_VALUE_DEPTH, MAX_VALUES } from '../../../base/limits.js'
import { isRubyValue, kindOf, rubyTime, type RubyKind } from '../../ruby-values/index.js'
import { memberPath, refuseUnlessPlain, refuseValue } from '../../refuse-value.js'
import { levelsOf, rubyValueTree, stringKey, type PartWriter } from './ruby-value-tree.js'
import { stringTree, symbolScalar } from './string-tree.js'
import { timeText } from '../times.js'
import { mapping, NULL_TREE, scalar, sequence, type YamlTree } from './yaml-tree.js'

/**
 * The byte arrays in a value may have at most so many bytes together. Base64 takes four characters for three bytes, so more would not
 * fit into what SWF carries.
 */
const MAX_BYTES = Math.floor((LIMITS.data * 3) / 4)
const LONE_SURROGATE = /\p{Surrogate}/u

interface ValueTreeOptions {
  /** What the keys of maps become. Job inputs have symbols, since Ruby's own callers write symbols. @default 'string' */
  readonly keys?: 'string' | 'symbol'
}

/** A part of a value whose YAML is already known. Reading the YAML and writing it again would lose what only Ruby understands. */
export class Verbatim {
  readonly tree: YamlTree
  /** The plain data that the YAML stands for. */
  readonly value: unknown

  constructor(tree: YamlTree, value: unknown) {
    this.tree = tree
    this.value = value
  }
}

/** Gives the plain data that a `Verbatim` stands for, and any other value as it is. */
export function verbatimValue(value: unknown): unknown {
  return value instanceof Verbatim ? value.value : value
}

/**
 * Makes the YAML tree of plain data, dates, bytes and tagged Ruby values. As in JSON, `undefined` becomes null, and an object's
 * member that is undefined is left out. If the `$ruby` of an object names no kind, it is a member like any other.
 *
 * @throws TypeError naming the path of a function, symbol, class instance, accessor, cycle, lone surrogate or malformed tagged value, of
 * a time that Ruby could not read, or of the first value beyond the limits of number, length and depth
 */
export function valueTree(value: unknown, options: ValueTreeOptions = {}): YamlTree {
  return new ValueTreeBuilder(options.keys === 'symbol' ? symbolScalar : stringKey).tree(value, '')
}

class ValueTreeBuilder implements PartWriter {
  readonly #key: (name: string) => YamlTree
  readonly #ancestors = new Set<object>()
  /** Psych's safe load takes no aliases. So a value that stands in several places is written, and counted, at each of them. */
  #valuesLeft = MAX_VALUES
  #bytesLeft = MAX_BYTES
  #charactersLeft = MAX_VALUE_CHARACTERS
  /** How many levels of YAML are around the value that is being written. */
  #levels = 0

  constructor(key: (name: string) => YamlTree) {
    this.#key = key
  }

  tree(value: unknown, path: string): YamlTree {
    if (this.#valuesLeft-- <= 0) refuseValue(path, `one of more than ${MAX_VALUES} values`)
    switch (typeof value) {
      case 'undefined':
        return NULL_TREE
      case 'string':
        return stringTree(this.text(value, path))
      case 'number':
        return scalar(numberText(value))
      case 'boolean':
      case 'bigint':
        return scalar(String(value))
      case 'object':
        return value === null ? NULL_TREE : this.#object(value, path)
      case 'function':
        return refuseValue(path, 'a function')
      case 'symbol':
        return refuseValue(path, `a symbol: rubySymbol(${JSON.stringify(value.description ?? '')}) makes one of Ruby's`)
    }
  }

  #bytes(bytes: Uint8Array, path: string): YamlTree {
    this.#bytesLeft -= bytes.byteLength
    if (this.#bytesLeft < 0) refuseValue(path, `one of more than ${MAX_BYTES} bytes, which no text that SWF carries can hold`)
    return { kind: 'block', header: '!binary |-', lines: [Buffer.from(bytes).toString('base64')] }
  }

  #object(value: object, path: string): YamlTree {
    if (value instanceof Verbatim) return value.tree
    if (isDate(value)) return dateTree(value, path)
    if (isUint8Array(value)) return this.#bytes(value, path)
    if (this.#ancestors.has(value)) refuseValue(path, 'a cycle')
    if (!Array.isArray(value)) refuseUnlessPlain(value, path)
    const rubyValue = isRubyValue(value) ? value : undefined
    const kind = kindOf(value)
    if (kind !== undefined && rubyValue === undefined) refuseValue(path, malformed(kind))
    const levels = rubyValue === undefined ? 1 : levelsOf(rubyValue)
    if (this.#levels + levels > MAX_VALUE_DEPTH) refuseValue('', `nested deeper than ${MAX_VALUE_DEPTH} levels`)
    this.#ancestors.add(value)
    this.#levels += levels
    const tree = rubyValue === undefined ? this.#collection(value, path) : rubyValueTree(rubyValue, this, path)
    this.#levels -= levels
    this.#ancestors.delete(value)
    return tree
  }

  #collection(value: object, path: string): YamlTree {
    return Array.isArray(value) ? sequence(this.items(value, path)) : mapping(this.#entries(value, path, this.#key))
  }

  items(values: readonly unknown[], path: string): YamlTree[] {
    // Array.from gives undefined for the holes of a sparse array, which map would skip.
    return Array.from(values, (item: unknown, index) => this.tree(item, `${path}[${index}]`))
  }

  members(members: object, path: string, key: (name: string) => YamlTree): Array<[YamlTree, YamlTree]> {
    refuseUnlessPlain(members, path)
    // When the YAML is read again, the members must not look like a tagged value.
    if (kindOf(members) !== undefined) refuseValue(`${path}.$ruby`, 'a member named $ruby, which no Ruby object has')
    return this.#entries(members, path, key)
  }

  #entries(value: object, path: string, key: (name: string) => YamlTree): Array<[YamlTree, YamlTree]> {
    const entries: Array<[YamlTree, YamlTree]> = []
    for (const [name, { value: member, enumerable }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      if (member === undefined || !enumerable) continue
      const at = memberPath(path, name)
      entries.push([key(this.text(name, at)), this.tree(member, at)])
    }
    return entries
  }

  text(value: string, path: string): string {
    this.#charactersLeft -= value.length
    if (this.#charactersLeft < 0) refuseValue(path, `beyond ${MAX_VALUE_CHARACTERS} characters, far more than SWF carries`)
    if (LONE_SURROGATE.test(value)) refuseValue(path, 'a string with half a surrogate pair')
    return value
  }

  refuse(path: string, what: string): never {
    refuseValue(path, what)
  }
}

function malformed(kind: RubyKind): string {
  return `no well-formed Ruby ${kind} though its $ruby says so (of a hash of your own with such a key, write rubyHash(Object.entries(hash)))`
}

function dateTree(date: Date, path: string): YamlTree {
  if (Number.isNaN(date.getTime())) refuseValue(path, 'an invalid Date')
  const written = timeText(rubyTime(date))
  return 'text' in written ? scalar(written.text) : refuseValue(path, written.wrong)
}

/** An integer beyond 2^53 is written as a float. If it were written as an integer, it would be read as a bigint. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0.0' : String(value)
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  const digits = String(value)
  // Ruby reads a float only if it has a point. It reads 1e+21 as a string.
  return digits.includes('.') ? digits : digits.replace(/^(-?\d+)/, '$1.0')
}
