import { isMap, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import { FlowFormatError } from '../../flow-format-error.js'
import * as ruby from '../../ruby-values/index.js'
import { jsonText } from './map-keys.js'
import { decodeTag, realOf } from './tagged-scalars.js'
import { isNamed } from './scalars.js'

export type MapNode = YAMLMap<Node, Node | null>
type Variables = Readonly<Record<string, unknown>>

/** Reads the parts of a collection that has a tag. */
export interface NodeReader {
  /** Gives the node that an alias stands for, and any other node as it is. */
  follow(node: Node | null | undefined): Node | null
  value(node: Node | null): unknown
  /** Reads a map by name, where it has names and not just keys: instance variables, or the members of a struct. */
  members(map: MapNode): Record<string, unknown>
  /** Reads the entries of a map, whose keys may be any value. */
  entries(map: MapNode): ruby.RubyHashEntry[]
  /** Reads a map or list that is not a value by itself but a part of one, and counts it as a level. */
  inside<Result>(node: Node, read: () => Result): Result
}

/** Psych has classes for these two hashes, but their tags are YAML's own. */
export const PSYCH_OMAP = 'Psych::Omap'
export const PSYCH_SET = 'Psych::Set'

const RUBY_TAG = /^!ruby\/([a-z-]+)(?::(.*))?$/s

/**
 * Reads the value that the tag of a map stands for. It is undefined if the tag is unknown, or if the map does not have the form that
 * the tag asks for; the map then is just a hash.
 */
export function readTaggedMap(tag: string, map: MapNode, reader: NodeReader): unknown {
  if (/^(?:!|tag:yaml\.org,2002:)set$/.test(tag)) return ruby.rubyHash(reader.entries(map), { className: PSYCH_SET })
  if (/^(?:!|tag:yaml\.org,2002:)omap$/.test(tag)) return ruby.rubyHash(reader.entries(map), { className: PSYCH_OMAP })
  const [, kind, className = ''] = RUBY_TAG.exec(decodeTag(tag).replace(/^!map:/, '!ruby/hash:')) ?? []
  switch (kind) {
    case 'object':
      return reviveObject(className || 'Object', map, reader)
    case 'struct':
      return ruby.rubyStruct(className || undefined, reader.members(map))
    case 'exception':
      return exceptionOf(className || 'Exception', reader.members(map))
    case 'range':
      return rangeOf(reader.members(map))
    case 'string':
      return stringOf(className || 'String', reader.members(map))
    case 'array':
      return arrayOf(className || 'Array', reader.members(map))
    case 'hash':
      return className === '' ? undefined : ruby.rubyHash(reader.entries(map), { className })
    case 'hash-with-ivars':
      return hashWithVariables(className || undefined, map, reader)
    case undefined:
    default:
      return undefined
  }
}

/** Reads the value that the tag of a list stands for. It is undefined if the list is just a list. */
export function readTaggedList(tag: string, list: YAMLSeq<Node>, reader: NodeReader): unknown {
  const className = /^!(?:seq|ruby\/array):(.+)$/s.exec(decodeTag(tag))?.[1]
  if (className !== undefined) return ruby.rubyArray(className, list.items.map(reader.value.bind(reader)))
  if (!/^(?:!|tag:yaml\.org,2002:)omap$/.test(tag)) return undefined
  const maps = list.items.map((item) => reader.follow(item))
  if (!maps.every((map) => isMap<Node, Node | null>(map))) return undefined
  const entries = maps.flatMap((map) => reader.inside(map, () => reader.entries(map)))
  return ruby.rubyHash(entries, { className: PSYCH_OMAP })
}

function reviveObject(className: string, map: MapNode, reader: NodeReader): unknown {
  if (className === 'Hash') return undefined
  if (className === 'Set') {
    const elements = child(map, 'hash', reader)
    if (isMap<Node, Node | null>(elements) && map.items.every(({ key }) => isNamed(key, 'hash'))) {
      return ruby.rubySet(reader.inside(elements, () => reader.entries(elements)).map(([member]) => member))
    }
  }
  const variables = reader.members(map)
  if (className === 'Rational') return rationalOf(variables)
  return className === 'Complex' ? complexOf(variables) : ruby.rubyObject(className, variables)
}

/** The value of a key. If several keys are equal, the last one counts. */
function child(map: MapNode, name: string, reader: NodeReader): Node | null {
  return reader.follow(map.items.findLast(({ key }) => isNamed(key, name))?.value)
}

// Where the members do not fit the tag, the members themselves are the value. If the map were read once more as a hash, each level would
// double the work of the level inside it.

function rationalOf(members: Variables): unknown {
  const { numerator, denominator } = members
  // Minus zero is a float, so it becomes zero.
  const rational = { $ruby: 'rational', numerator: numerator === 0 ? 0 : numerator, denominator }
  return ruby.isRubyRational(rational) ? rational : members
}

function complexOf(members: Variables): unknown {
  const real = realOf(members['real'])
  const imaginary = realOf(members['image'])
  return real === undefined || imaginary === undefined ? members : ruby.rubyComplex(real, imaginary)
}

function rangeOf(members: Variables): unknown {
  const { begin = null, end = null, excl = false } = members
  return typeof excl === 'boolean' ? ruby.rubyRange(begin, end, excl) : members
}

function stringOf(className: string, members: Variables): unknown {
  const { str, ...variables } = members
  return typeof str === 'string' ? ruby.rubyString(className, str, variables) : members
}

function arrayOf(className: string, members: Variables): unknown {
  const { internal, ivars } = members
  if (!Array.isArray(internal) || !ruby.isHash(ivars) || ruby.kindOf(ivars) !== undefined) return members
  return ruby.rubyArray(className, internal, withoutAt(ivars))
}

function hashWithVariables(className: string | undefined, map: MapNode, reader: NodeReader): unknown {
  const elements = child(map, 'elements', reader)
  const variables = child(map, 'ivars', reader)
  if (!isMap<Node, Node | null>(elements) || !isMap<Node, Node | null>(variables)) return undefined
  const named = withoutAt(reader.inside(variables, () => reader.members(variables)))
  // Without a class and without variables it is a hash like any other.
  if (className === undefined && Object.keys(named).length === 0) return reader.value(elements)
  return ruby.rubyHash(
    reader.inside(elements, () => reader.entries(elements)),
    { className, variables: named },
  )
}

/** Psych writes some instance variables with the `@` that they have in Ruby. */
function withoutAt(variables: Variables): Variables {
  return refuseKind(Object.fromEntries(Object.entries(variables).map(([name, value]) => [name.replace(/^@/, ''), value])))
}

/**
 * Returns the members of an object, which must not look like a tagged value. Ruby itself has no variable named `$ruby`.
 *
 * @throws FlowFormatError if they look like one
 */
export function refuseKind<Members extends Variables>(members: Members): Members {
  if (ruby.kindOf(members) !== undefined) throw new FlowFormatError('an object with a member named $ruby')
  return members
}

function exceptionOf(className: string, members: Variables): unknown {
  const { message, backtrace, ...rest } = members
  const text = messageOf(message) ?? className
  if (ruby.isListOfText(backtrace)) return ruby.rubyException(className, text, { backtrace, variables: rest })
  return ruby.rubyException(className, text, { variables: backtrace == null ? rest : { ...rest, backtrace } })
}

/** Older versions of Psych write the message as the value that it was, and not as the text that Ruby makes of it. */
function messageOf(message: unknown): string | undefined {
  if (ruby.isRubySymbol(message)) return message.name
  return typeof message === 'string' ? message : message == null ? undefined : jsonText(message)
}
