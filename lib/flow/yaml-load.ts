import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import { FlowFormatError } from './flow-format-error.js'
import { isListOfText, rubyException } from './ruby-values.js'
import type { ParsedYaml } from './yaml-parse.js'
import { resolveScalar, RubySymbol } from './yaml-scalars.js'

/**
 * Aliases cost nothing to hold, since they keep their identity; but whoever walks the value pays for each. A few lines of them
 * can stand for billions.
 */
const MAX_VALUES = 100_000

const EXCEPTION_TAG = /^!ruby\/exception(?::(.+))?$/

/**
 * The plain data of one parsed document. Tags never make anything but data: exceptions are `RubyException`s, of any other
 * Ruby object the members remain. Symbols become strings.
 *
 * Keys of a map are strings afterwards. Strings have the first claim on their name; a symbol, number or other key whose text
 * is taken by another gets colons before it, so that nothing is lost.
 *
 * @throws FlowFormatError for unknown aliases, values that contain themselves, and too many values
 */
export function valueOf(root: Node | null | undefined, parsed: ParsedYaml): unknown {
  return new Load(parsed).value(root ?? null)
}

class Load {
  readonly #parsed: ParsedYaml
  readonly #anchored = new Map<Node, { readonly value: unknown; readonly size: number }>()
  readonly #ancestors = new Set<Node>()
  #size = 0

  constructor(parsed: ParsedYaml) {
    this.#parsed = parsed
  }

  value(node: Node | null): unknown {
    if (node === null) return null
    if (isAlias(node)) return this.#shared(this.#parsed.target(node))
    return node.anchor === undefined ? this.#fresh(node) : this.#shared(node)
  }

  #shared(node: Node): unknown {
    const known = this.#anchored.get(node)
    if (known !== undefined) {
      this.#count(known.size)
      return known.value
    }
    const before = this.#size
    const value = this.#fresh(node)
    this.#anchored.set(node, { value, size: this.#size - before })
    return value
  }

  #count(size: number): void {
    this.#size += size
    if (this.#size > MAX_VALUES) throw new FlowFormatError(`more than ${MAX_VALUES} values, aliases written out`)
  }

  #fresh(node: Node): unknown {
    this.#count(1)
    if (isScalar(node)) {
      const value = resolveScalar(node)
      return value instanceof RubySymbol ? value.name : value
    }
    if (this.#ancestors.has(node)) throw new FlowFormatError('a value that contains itself')
    this.#ancestors.add(node)
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
    const keys = node.items.map((pair) => this.#key(pair))
    const taken = new Set(keys.filter((key) => key.isString).map((key) => key.text))
    const record: Record<string, unknown> = {}
    for (const [index, pair] of node.items.entries()) {
      const name = nameOf(keys[index], taken)
      // Defined, not assigned: `__proto__` is a key like any other.
      Object.defineProperty(record, name, {
        value: this.value(pair.value),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    return record
  }

  #key({ key }: Pair<Node, Node | null>): Key {
    const node = isAlias(key) ? this.#parsed.target(key) : key
    if (!isScalar(node)) return { isString: false, text: JSON.stringify(this.value(node), bigintsAsText) }
    if (node.anchor !== undefined) this.#shared(node)
    const value = resolveScalar(node)
    if (value instanceof RubySymbol) return { isString: false, text: value.name }
    return { isString: typeof value === 'string', text: value === null ? '' : String(value) }
  }
}

interface Key {
  readonly isString: boolean
  readonly text: string
}

/** A string used twice is one key, and the last value counts, as in Ruby. */
function nameOf(key: Key | undefined, taken: Set<string>): string {
  if (key === undefined || key.isString) return key?.text ?? ''
  let name = key.text
  while (taken.has(name)) name = `:${name}`
  taken.add(name)
  return name
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
