import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLSeq } from 'yaml'
import { FlowFormatError } from '../../flow-format-error.js'
import { kindOf, rubyHash, type RubyHashEntry } from '../../ruby-values/index.js'
import { ValueSize } from './value-size.js'
import { complexKey, namesOf, scalarKey, type Key } from './map-keys.js'
import { MAX_DEPTH, tooDeep, type ParsedYaml } from './parse-yaml.js'
import { readTaggedList, readTaggedMap, refuseKind, type MapNode, type NodeReader } from './tagged-collections.js'
import { resolveScalar } from './scalars.js'

/**
 * Makes plain data of one parsed document. A tag never makes anything but data. Values that only Ruby has become tagged plain objects
 * (see `../../ruby-values/index.ts`), and an unknown tag is ignored. A hash that looks like a tagged value becomes a `RubyHash`.
 *
 * The keys of a map become strings. A key that is a string keeps its text. If the text of a symbol, number or other key is taken by a
 * key of another kind, colons are put before it, so that nothing is lost. Equal keys are one key, and the last value counts, as in Ruby.
 *
 * @throws FlowFormatError for an unknown alias, for a value that contains itself, and for a value that is too large or too deep with its
 * aliases written out
 */
export function loadValue(root: Node | null | undefined, parsed: ParsedYaml): unknown {
  return new ValueLoader(parsed).value(root ?? null)
}

/** The value of an anchor, and what each alias adds to the size of the whole. */
interface Anchored {
  readonly value: unknown
  readonly values: number
  readonly characters: number
  readonly height: number
}

class ValueLoader implements NodeReader {
  readonly #parsed: ParsedYaml
  readonly #anchored = new Map<Node, Anchored>()
  readonly #ancestors = new Set<Node>()
  readonly #size = new ValueSize()
  /** The greatest depth reached so far, as the number of collections around a value. */
  #deepest = 0

  constructor(parsed: ParsedYaml) {
    this.#parsed = parsed
  }

  value(node: Node | null): unknown {
    if (node === null) return null
    if (isAlias(node)) return this.#shared(this.#parsed.target(node))
    return node.anchor === undefined ? this.#fresh(node) : this.#shared(node)
  }

  #shared(node: Node): unknown {
    const depth = this.#ancestors.size
    const known = this.#anchored.get(node)
    if (known !== undefined) {
      this.#size.add(known.values, known.characters)
      this.#reach(depth + known.height)
      return known.value
    }
    const { values, characters } = this.#size
    const deepest = this.#deepest
    this.#deepest = depth
    const value = this.#fresh(node)
    this.#anchored.set(node, {
      value,
      values: this.#size.values - values,
      characters: this.#size.characters - characters,
      height: this.#deepest - depth,
    })
    this.#reach(deepest)
    return value
  }

  /** Aliases of aliases can lead deeper than the text itself is nested. */
  #reach(depth: number): void {
    if (depth > MAX_DEPTH) throw tooDeep()
    this.#deepest = Math.max(this.#deepest, depth)
  }

  #fresh(node: Node): unknown {
    this.#size.add(1, isScalar(node) ? String(node.value).length : 0)
    if (isScalar(node)) return resolveScalar(node)
    return this.inside(node, () => (isSeq<Node>(node) ? this.#list(node) : this.#map(node)))
  }

  inside<Result>(node: Node, read: () => Result): Result {
    if (this.#ancestors.has(node)) throw new FlowFormatError('a value that contains itself')
    this.#ancestors.add(node)
    this.#reach(this.#ancestors.size)
    const result = read()
    this.#ancestors.delete(node)
    return result
  }

  #list(node: YAMLSeq<Node>): unknown {
    const revived = node.tag === undefined ? undefined : readTaggedList(node.tag, node, this)
    return revived ?? node.items.map((item) => this.value(item))
  }

  #map(node: Node): unknown {
    if (!isMap<Node, Node | null>(node)) throw new FlowFormatError('a node of unknown kind')
    const revived = node.tag === undefined ? undefined : readTaggedMap(node.tag, node, this)
    return revived ?? this.#hash(node)
  }

  #hash(map: MapNode): unknown {
    const { record, keys } = this.#record(map)
    if (kindOf(record) === undefined) return record
    // The entries keep the order of the keys, which an object does not. The keys 1 and 1.0 are one number in JavaScript.
    return rubyHash(new Map([...keys].map(([name, key]) => [key, record[name]])))
  }

  members(map: MapNode): Record<string, unknown> {
    return refuseKind(this.#record(map).record)
  }

  entries(map: MapNode): RubyHashEntry[] {
    return map.items.map(({ key, value }) => [this.value(key), this.value(value)])
  }

  /** Reads a map as an object, together with the original key of each name in it. */
  #record(map: MapNode): { readonly record: Record<string, unknown>; readonly keys: ReadonlyMap<string, unknown> } {
    const read = map.items.map(({ key }) => this.#key(key))
    const nameOf = namesOf(read.map(({ key }) => key))
    const record: Record<string, unknown> = {}
    const keys = new Map<string, unknown>()
    for (const [index, { key, value }] of read.entries()) {
      const name = nameOf(key)
      keys.set(name, value)
      // The member is defined and not assigned, so that `__proto__` is a key like any other.
      Object.defineProperty(record, name, {
        value: this.value(map.items[index]?.value ?? null),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    return { record, keys }
  }

  #key(keyNode: Node | null): { readonly key: Key; readonly value: unknown } {
    const node = this.follow(keyNode)
    const value = isScalar(node) ? resolveScalar(node) : this.value(node)
    const key = isScalar(node) ? scalarKey(node, value) : complexKey(value)
    // A key inside a key is written with quotes, and the quotes double at each level. So the text of each key counts.
    this.#size.add(1, key.text.length)
    if (isScalar(node) && node.anchor !== undefined) this.#shared(node)
    return { key, value }
  }

  follow(node: Node | null | undefined): Node | null {
    return isAlias(node) ? this.#parsed.target(node) : (node ?? null)
  }
}
