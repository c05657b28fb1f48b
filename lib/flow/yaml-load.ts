import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml'
import { FlowFormatError } from './flow-format-error.js'
import { isListOfText, rubyException } from './ruby-values.js'
import { Extent } from './yaml-extent.js'
import { MAX_DEPTH, tooDeep, type ParsedYaml } from './yaml-parse.js'
import { resolveScalar, RubySymbol } from './yaml-scalars.js'

const EXCEPTION_TAG = /^!ruby\/exception(?::(.+))?$/

/**
 * The plain data of one parsed document. Tags never make anything but data: exceptions are `RubyException`s, of any other
 * Ruby object the members remain. Symbols become strings.
 *
 * Keys of a map are strings afterwards. Strings have the first claim on their name; a symbol, number or other key whose text
 * is taken by another kind gets colons before it, so that nothing is lost. Equal keys are one, and the last value counts, as in Ruby.
 *
 * @throws FlowFormatError for unknown aliases, values that contain themselves, and what is too much or too deep with its aliases
 */
export function valueOf(root: Node | null | undefined, parsed: ParsedYaml): unknown {
  return new Load(parsed).value(root ?? null)
}

/** What an anchor stands for, and what each alias of it costs. */
interface Anchored {
  readonly value: unknown
  readonly values: number
  readonly characters: number
  readonly height: number
}

class Load {
  readonly #parsed: ParsedYaml
  readonly #anchored = new Map<Node, Anchored>()
  readonly #ancestors = new Set<Node>()
  readonly #extent = new Extent()
  /** How many collections were around the innermost value so far. */
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
      this.#extent.add(known.values, known.characters)
      this.#reach(depth + known.height)
      return known.value
    }
    const { values, characters } = this.#extent
    const deepest = this.#deepest
    this.#deepest = depth
    const value = this.#fresh(node)
    this.#anchored.set(node, {
      value,
      values: this.#extent.values - values,
      characters: this.#extent.characters - characters,
      height: this.#deepest - depth,
    })
    this.#reach(deepest)
    return value
  }

  /** Aliases of aliases lead deeper than the text itself may be. */
  #reach(depth: number): void {
    if (depth > MAX_DEPTH) throw tooDeep()
    this.#deepest = Math.max(this.#deepest, depth)
  }

  #fresh(node: Node): unknown {
    this.#extent.add(1, isScalar(node) ? String(node.value).length : 0)
    if (isScalar(node)) {
      const value = resolveScalar(node)
      return value instanceof RubySymbol ? value.name : value
    }
    if (this.#ancestors.has(node)) throw new FlowFormatError('a value that contains itself')
    this.#ancestors.add(node)
    this.#reach(this.#ancestors.size)
    const value = isSeq<Node>(node) ? node.items.map((item) => this.value(item)) : this.#map(node)
    this.#ancestors.delete(node)
    return value
  }

  #map(node: Node): unknown {
    if (!isMap<Node, Node | null>(node)) throw new FlowFormatError('a node of unknown kind')
    const exception = EXCEPTION_TAG.exec(node.tag ?? '')
    const record = this.#record(node)
    return exception ? exceptionOf(exception[1] ?? 'Exception', record) : record
  }

  #record(node: YAMLMap<Node, Node | null>): Record<string, unknown> {
    const members = node.items.map((pair) => ({ key: this.#key(pair), node: pair.value }))
    const nameOf = namesOf(members.map(({ key }) => key))
    const record: Record<string, unknown> = {}
    for (const member of members) {
      // Defined, not assigned: `__proto__` is a key like any other.
      Object.defineProperty(record, nameOf(member.key), {
        value: this.value(member.node),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    return record
  }

  #key({ key }: Pair<Node, Node | null>): Key {
    const node = isAlias(key) ? this.#parsed.target(key) : key
    const read = isScalar(node) ? scalarKey(node) : { kind: 'complex', text: JSON.stringify(this.value(node), bigintsAsText) }
    // Quotes in keys of keys double at each level.
    this.#extent.add(1, read.text.length)
    if (isScalar(node) && node.anchor !== undefined) this.#shared(node)
    return read
  }
}

interface Key {
  readonly kind: string
  readonly text: string
}

function scalarKey(node: Scalar): Key {
  const value = resolveScalar(node)
  if (value === null) return { kind: 'null', text: '' }
  if (value instanceof RubySymbol) return { kind: 'symbol', text: value.name }
  // 1 and 1.0 are two keys to Ruby.
  const isFloat = typeof value === 'number' && String(node.value).includes('.')
  return { kind: isFloat ? 'float' : typeof value, text: String(value) }
}

/** Names for the keys of one map, the same for equal ones. Only different kinds of one text get colons: that is a few at most. */
function namesOf(keys: readonly Key[]): (key: Key) => string {
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

function bigintsAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

function exceptionOf(className: string, members: Readonly<Record<string, unknown>>): unknown {
  const { message, backtrace, ...rest } = members
  const text = typeof message === 'string' ? message : message == null ? className : JSON.stringify(message, bigintsAsText)
  if (isListOfText(backtrace)) return rubyException(className, text, { backtrace, variables: rest })
  return rubyException(className, text, { variables: backtrace == null ? rest : { ...rest, backtrace } })
}
