import { isDate, isUint8Array } from 'node:util/types'
import { LIMITS, MAX_VALUE_CHARACTERS, MAX_VALUE_DEPTH } from '../../../base/limits.js'
import { isRubyValue, kindOf, rubyTime } from '../../ruby-values/index.js'
import { memberPath, refuse, refuseMalformed, refuseUnlessPlain } from '../../plain-value-checks.js'
import { levelsOf, rubyValueTree, stringKey, type PartWriter } from './ruby-value-tree.js'
import { stringTree, symbolScalar } from './string-tree.js'
import { timeText } from '../times.js'
import { mapping, NULL_TREE, scalar, sequence, type YamlTree } from './yaml-tree.js'

/** Shared values are written out each time, since Psych's safe load takes no aliases; this bounds what a few of them can grow to. */
const MAX_VALUES = 100_000

/** Of all byte arrays in a value together. Base64 takes four characters for three bytes, so more never fits into what SWF carries. */
const MAX_BYTES = Math.floor((LIMITS.data * 3) / 4)
const LONE_SURROGATE = /\p{Surrogate}/u

export interface ValueTreeOptions {
  /** Kind of the maps' keys: job inputs have symbols, as Ruby's own callers write them. Strings unless given. */
  readonly keys?: 'string' | 'symbol'
}

/** YAML that goes into a value as it came, since reading and writing it again would lose what only Ruby understands. */
export class Verbatim {
  readonly tree: YamlTree
  /** What it is when read. */
  readonly value: unknown

  constructor(tree: YamlTree, value: unknown) {
    this.tree = tree
    this.value = value
  }
}

/**
 * The YAML of plain data, dates, bytes and tagged Ruby values. `undefined` is null, but left out as a member of an object, as in
 * JSON. Of an object whose `$ruby` names no kind it is a member like any other.
 *
 * @throws TypeError naming the path of a function, symbol, class instance, accessor, cycle, lone surrogate, malformed tagged value, or
 * of a time that Ruby could not read
 */
export function valueTree(value: unknown, options: ValueTreeOptions = {}): YamlTree {
  return new ValueTreeBuilder(options.keys === 'symbol' ? symbolScalar : stringKey).tree(value, '')
}

class ValueTreeBuilder implements PartWriter {
  readonly #key: (name: string) => YamlTree
  readonly #ancestors = new Set<object>()
  #valuesLeft = MAX_VALUES
  #bytesLeft = MAX_BYTES
  #charactersLeft = MAX_VALUE_CHARACTERS
  /** Of YAML, around the value that is being written. */
  #levels = 0

  constructor(key: (name: string) => YamlTree) {
    this.#key = key
  }

  tree(value: unknown, path: string): YamlTree {
    if (this.#valuesLeft-- <= 0) refuse(path, `one of more than ${MAX_VALUES} values`)
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
        return refuse(path, 'a function')
      case 'symbol':
        return refuse(path, `a symbol: rubySymbol(${JSON.stringify(value.description ?? '')}) makes one of Ruby's`)
    }
  }

  #bytes(bytes: Uint8Array, path: string): YamlTree {
    this.#bytesLeft -= bytes.byteLength
    if (this.#bytesLeft < 0) refuse(path, `one of more than ${MAX_BYTES} bytes, which no text that SWF carries can hold`)
    return { kind: 'block', header: '!binary |-', lines: [Buffer.from(bytes).toString('base64')] }
  }

  #object(value: object, path: string): YamlTree {
    if (value instanceof Verbatim) return value.tree
    if (isDate(value)) return dateTree(value, path)
    if (isUint8Array(value)) return this.#bytes(value, path)
    if (this.#ancestors.has(value)) refuse(path, 'a cycle')
    if (!Array.isArray(value)) refuseUnlessPlain(value, path)
    const rubyValue = isRubyValue(value) ? value : undefined
    const kind = kindOf(value)
    if (kind !== undefined && rubyValue === undefined) refuseMalformed(kind, path)
    const levels = rubyValue === undefined ? 1 : levelsOf(rubyValue)
    if (this.#levels + levels > MAX_VALUE_DEPTH) refuse('', `nested deeper than ${MAX_VALUE_DEPTH} levels`)
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
    // Array.from sees holes, which map would skip.
    return Array.from(values, (item: unknown, index) => this.tree(item, `${path}[${index}]`))
  }

  members(members: object, path: string, key: (name: string) => YamlTree): Array<[YamlTree, YamlTree]> {
    refuseUnlessPlain(members, path)
    // What is read must not pass for a tagged value.
    if (kindOf(members) !== undefined) refuse(`${path}.$ruby`, 'a member named $ruby, which no Ruby object has')
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
    if (this.#charactersLeft < 0) refuse(path, `beyond ${MAX_VALUE_CHARACTERS} characters, far more than SWF carries`)
    if (LONE_SURROGATE.test(value)) refuse(path, 'a string with half a surrogate pair')
    return value
  }

  refuse(path: string, what: string): never {
    refuse(path, what)
  }
}

function dateTree(date: Date, path: string): YamlTree {
  if (Number.isNaN(date.getTime())) refuse(path, 'an invalid Date')
  const written = timeText(rubyTime(date))
  return 'text' in written ? scalar(written.text) : refuse(path, written.wrong)
}

/** Integers beyond 2^53 are written as floats, since read as integers they would come back as bigint. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0.0' : String(value)
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  const digits = String(value)
  // Ruby takes a float only with a point: 1e+21 is a string to it.
  return digits.includes('.') ? digits : digits.replace(/^(-?\d+)/, '$1.0')
}
