import { MAX_VALUE_DEPTH } from './limits.js'
import { isRubyException, type RubyException } from './ruby-values.js'
import { keyText, symbol, text } from './yaml-text.js'
import { mapping, NULL_TREE, scalar, sequence, type YamlTree } from './yaml-tree.js'

/** Shared values are written out each time, since Psych's safe load takes no aliases; this bounds what a few of them can grow to. */
const MAX_VALUES = 100_000

/** Ruby takes a class name in a tag as a path of constants. */
const CLASS_NAME = /^[A-Z]\w*(?:::[A-Z]\w*)*$/
const LONE_SURROGATE = /\p{Surrogate}/u
/** To Psych a key of this text is an instruction to merge maps, quoted or not, unless its tag says that it is a string. */
const MERGE_KEY = '<<'

export interface DumpOptions {
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
 * The YAML of plain data. `undefined` is null, but left out as a member of an object, as in JSON.
 *
 * @throws TypeError naming the path of a function, symbol, class instance, accessor, cycle or lone surrogate
 */
export function treeOf(value: unknown, options: DumpOptions = {}): YamlTree {
  return new Dump(options.keys === 'symbol' ? symbol : stringKey).tree(value, '')
}

function stringKey(name: string): YamlTree {
  return name === MERGE_KEY ? scalar(`!!str '${MERGE_KEY}'`) : keyText(name)
}

class Dump {
  readonly #key: (name: string) => YamlTree
  readonly #ancestors = new Set<object>()
  #valuesLeft = MAX_VALUES

  constructor(key: (name: string) => YamlTree) {
    this.#key = key
  }

  tree(value: unknown, path: string): YamlTree {
    if (this.#valuesLeft-- <= 0) refuse(path, `one of more than ${MAX_VALUES} values`)
    switch (typeof value) {
      case 'undefined':
        return NULL_TREE
      case 'string':
        return text(wellFormed(value, path))
      case 'number':
        return scalar(numberText(value))
      case 'boolean':
      case 'bigint':
        return scalar(String(value))
      case 'object':
        return value === null ? NULL_TREE : this.#object(value, path)
      case 'function':
      case 'symbol':
        return refuse(path, `a ${typeof value}`)
    }
  }

  #object(value: object, path: string): YamlTree {
    if (value instanceof Verbatim) return value.tree
    if (this.#ancestors.has(value)) refuse(path, 'a cycle')
    if (this.#ancestors.size >= MAX_VALUE_DEPTH) refuse('', `nested deeper than ${MAX_VALUE_DEPTH} levels`)
    this.#ancestors.add(value)
    const tree = this.#collection(value, path)
    this.#ancestors.delete(value)
    return tree
  }

  #collection(value: object, path: string): YamlTree {
    if (Array.isArray(value)) {
      // Array.from sees holes, which map would skip.
      return sequence(Array.from(value, (item: unknown, index) => this.tree(item, `${path}[${index}]`)))
    }
    if (!isPlainObject(value)) refuse(path, `an instance of ${value.constructor.name || 'a class'}`)
    if (Object.getOwnPropertySymbols(value).length > 0) refuse(path, 'a map with a symbol as key')
    return isRubyException(value) ? this.#exception(value, path) : mapping(this.#entries(value, path))
  }

  #entries(value: object, path: string): Array<[YamlTree, YamlTree]> {
    const entries: Array<[YamlTree, YamlTree]> = []
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      const at = /^[\w$]+$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`
      if (property.get !== undefined || property.set !== undefined) refuse(at, 'an accessor')
      if (property.value === undefined || !property.enumerable) continue
      entries.push([this.#key(wellFormed(name, at)), this.tree(property.value, at)])
    }
    return entries
  }

  #exception(exception: RubyException, path: string): YamlTree {
    const { className, message, backtrace, variables } = exception
    if (!CLASS_NAME.test(className)) refuse(`${path}.className`, `no name of a Ruby class: ${JSON.stringify(className)}`)
    const entries: Array<[YamlTree, YamlTree]> = [[scalar('message'), this.tree(message, `${path}.message`)]]
    for (const [name, value] of Object.entries(variables)) {
      if (name === 'message' || name === 'backtrace') continue
      entries.push([keyText(wellFormed(name, path)), this.tree(value, `${path}.variables.${name}`)])
    }
    if (backtrace) entries.push([scalar('backtrace'), this.tree(backtrace, `${path}.backtrace`)])
    return mapping(entries, `!ruby/exception:${className}`)
  }
}

/** Also an object of another realm, whose Object.prototype is not ours. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return (
    prototype === null ||
    prototype === Object.prototype ||
    (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'))
  )
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

function wellFormed(value: string, path: string): string {
  if (LONE_SURROGATE.test(value)) refuse(path, 'a string with half a surrogate pair')
  return value
}

function refuse(path: string, what: string): never {
  const place = path === '' ? 'the value' : `the value at ${path}`
  throw new TypeError(`${place} is ${what}; only null, booleans, numbers, strings, arrays and plain objects can be written`)
}
