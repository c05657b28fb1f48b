import type { RubyException, RubyKind, RubyReal, RubyValue } from '../../ruby-values/index.js'
import { PSYCH_OMAP, PSYCH_SET } from '../reader/tagged-collections.js'
import { dateText, timeText } from '../times.js'
import { stringScalar, quoted, symbolScalar } from './string-tree.js'
import { mapping, scalar, sequence, type YamlTree } from './yaml-tree.js'

type Variables = Readonly<Record<string, unknown>>
type Entry = readonly [YamlTree, YamlTree]

/** Writes the parts of a tagged value. Each path says where the part is, for the message if it cannot be written. */
export interface PartWriter {
  tree(value: unknown, path: string): YamlTree
  items(values: readonly unknown[], path: string): YamlTree[]
  /** Writes the members of an object. `name` makes the YAML of each member's name. */
  members(members: Variables, path: string, name: (name: string) => YamlTree): Entry[]
  text(value: string, path: string): string
  refuse(path: string, what: string): never
}

/**
 * Writes a tagged value. The type is that of a method, since TypeScript lets a method take a narrower parameter: so the writer of one
 * kind can be called through the type of all kinds.
 */
type Write<Value> = { write(value: Value, writer: PartWriter, path: string): YamlTree }['write']
type Of<Kind extends RubyKind> = Extract<RubyValue, { readonly $ruby: Kind }>

/** Ruby reads the class name in a tag as a path of constants. */
const CLASS_NAME = /^\p{Lu}[\p{L}\p{M}\p{N}_]*(?:::\p{Lu}[\p{L}\p{M}\p{N}_]*)*$/u

const WRITERS: { readonly [Kind in RubyKind]: Write<Of<Kind>> } = {
  symbol: ({ name }, writer, path) => symbolScalar(writer.text(name, `${path}.name`)),
  class: ({ name }, writer, path) => scalar(`!ruby/class '${checkedName(name, writer, `${path}.name`)}'`),
  module: ({ name }, writer, path) => scalar(`!ruby/module '${checkedName(name, writer, `${path}.name`)}'`),
  encoding: ({ name }, writer, path) => tagged('!ruby/encoding', name, writer, `${path}.name`),
  bigdecimal: ({ value }) => scalar(`!ruby/object:BigDecimal '0:${value}'`),
  rational: ({ numerator, denominator }) =>
    mapping(
      [pair('denominator', scalar(String(denominator))), pair('numerator', scalar(String(numerator)))],
      '!ruby/object:Rational',
    ),
  complex: ({ real, imaginary }, writer, path) =>
    mapping(
      [pair('real', realTree(real, writer, `${path}.real`)), pair('image', realTree(imaginary, writer, `${path}.imaginary`))],
      '!ruby/object:Complex',
    ),
  regexp: ({ source, flags }, writer, path) => tagged('!ruby/regexp', `/${source}/${flags}`, writer, `${path}.source`),
  time: (time, writer, path) => scalar(timeOrRefusal(time, writer, path)),
  datetime: (time, writer, path) => scalar(`!ruby/object:DateTime ${timeOrRefusal(time, writer, path)}`),
  date: (date, writer, path) => scalar(dateText(date) ?? writer.refuse(path, 'no day of Ruby’s calendar in the years 0 to 9999')),
  range: ({ begin, end, excludeEnd }, writer, path) =>
    mapping(
      [
        pair('begin', writer.tree(begin, `${path}.begin`)),
        pair('end', writer.tree(end, `${path}.end`)),
        pair('excl', scalar(String(excludeEnd))),
      ],
      '!ruby/range',
    ),
  set: ({ members }, writer, path) => {
    const keys = members.map((member, index) => keyTree(member, writer, `${path}.members[${index}]`))
    return mapping([pair('hash', mapping(keys.map((key) => [key, scalar('true')])))], '!ruby/object:Set')
  },
  string: ({ className, value, variables }, writer, path) => {
    const tag = classTag('!ruby/string', className, writer, path)
    const str = writer.text(value, `${path}.value`)
    if (variables === undefined) return scalar(`${tag} ${quoted(str)}`)
    refuseNames(variables, ['str'], writer, path)
    return mapping([pair('str', scalar(quoted(str))), ...variableEntries(variables, writer, path)], tag)
  },
  array: ({ className, items, variables }, writer, path) => {
    const tag = classTag('!ruby/array', className, writer, path)
    const list = writer.items(items, `${path}.items`)
    if (variables === undefined) return sequence(list, tag)
    return mapping([pair('internal', sequence(list)), pair('ivars', variableHash(variables, writer, path))], tag)
  },
  hash: hashTree,
  object: ({ className, variables }, writer, path) =>
    mapping(variableEntries(variables, writer, path), classTag('!ruby/object', className, writer, path)),
  struct: ({ className, members }, writer, path) =>
    mapping(
      writer.members(members, `${path}.members`, stringScalar),
      className === undefined ? '!ruby/struct' : classTag('!ruby/struct', className, writer, path),
    ),
  exception: exceptionTree,
}

/** Makes the YAML tree that Psych writes for a value. The value must be well formed. */
export function rubyValueTree(value: RubyValue, writer: PartWriter, path: string): YamlTree {
  const write: Write<RubyValue> = WRITERS[value.$ruby]
  return write(value, writer, path)
}

/** How many levels of YAML a tagged value puts around its parts. */
export function levelsOf(value: RubyValue): number {
  return value.$ruby === 'set' || ('variables' in value && (value.$ruby === 'array' || value.$ruby === 'hash')) ? 2 : 1
}

function hashTree({ className, entries, variables }: Of<'hash'>, writer: PartWriter, path: string): YamlTree {
  const pairs = entries.map(([key, value], index): Entry => {
    const at = `${path}.entries[${index}]`
    return [keyTree(key, writer, `${at}[0]`), writer.tree(value, `${at}[1]`)]
  })
  if (variables !== undefined) {
    const tag = className === undefined ? '!ruby/hash-with-ivars' : classTag('!ruby/hash-with-ivars', className, writer, path)
    return mapping([pair('ivars', variableHash(variables, writer, path)), pair('elements', mapping(pairs))], tag)
  }
  if (className === PSYCH_SET) return mapping(pairs, '!set')
  if (className === PSYCH_OMAP)
    return sequence(
      pairs.map((entry) => mapping([entry])),
      '!!omap',
    )
  return mapping(pairs, className === undefined ? '' : classTag('!ruby/hash', className, writer, path))
}

function exceptionTree(exception: RubyException, writer: PartWriter, path: string): YamlTree {
  const { className, message, backtrace, variables } = exception
  refuseNames(variables, backtrace === undefined ? ['message'] : ['message', 'backtrace'], writer, path)
  const entries = [pair('message', writer.tree(message, `${path}.message`)), ...variableEntries(variables, writer, path)]
  if (backtrace) entries.push(pair('backtrace', writer.tree(backtrace, `${path}.backtrace`)))
  return mapping(entries, classTag('!ruby/exception', className, writer, path))
}

function pair(name: string, tree: YamlTree): Entry {
  return [scalar(name), tree]
}

/** Makes the YAML tree of a key, which may be any value. A text as a key must stand on one line. */
function keyTree(key: unknown, writer: PartWriter, path: string): YamlTree {
  return typeof key === 'string' ? stringKey(writer.text(key, path)) : writer.tree(key, path)
}

/** Psych takes this key, quoted or not, as an instruction to merge maps, unless a tag says that it is a string. */
const MERGE_KEY = '<<'

export function stringKey(name: string): YamlTree {
  return name === MERGE_KEY ? scalar(`!!str '${MERGE_KEY}'`) : stringScalar(name)
}

function variableEntries(variables: Variables, writer: PartWriter, path: string): Entry[] {
  return writer.members(variables, `${path}.variables`, stringScalar)
}

/** Psych writes instance variables beside other members of the value. So no variable may have the name of such a member. */
function refuseNames(variables: Variables, names: readonly string[], writer: PartWriter, path: string): void {
  const taken = names.find((name) => Object.hasOwn(variables, name))
  if (taken !== undefined) writer.refuse(`${path}.variables.${taken}`, `a variable named ${taken}, which the value has itself`)
}

function variableHash(variables: Variables, writer: PartWriter, path: string): YamlTree {
  return mapping(writer.members(variables, `${path}.variables`, (name) => symbolScalar(`@${name}`)))
}

function realTree(real: RubyReal, writer: PartWriter, path: string): YamlTree {
  return typeof real === 'object' ? scalar(`${real.numerator}/${real.denominator}`) : writer.tree(real, path)
}

function tagged(tag: string, value: string, writer: PartWriter, path: string): YamlTree {
  return scalar(`${tag} ${quoted(writer.text(value, path))}`)
}

function classTag(tag: string, className: string, writer: PartWriter, path: string): string {
  return `${tag}:${checkedName(className, writer, `${path}.className`).replace(/[^\w:]+/g, encodeURIComponent)}`
}

export function isClassName(name: string): boolean {
  return CLASS_NAME.test(name)
}

function checkedName(name: string, writer: PartWriter, path: string): string {
  return isClassName(name) ? name : writer.refuse(path, `no name of a Ruby class: ${JSON.stringify(name)}`)
}

function timeOrRefusal(time: Of<'time' | 'datetime'>, writer: PartWriter, path: string): string {
  const written = timeText(time)
  return 'text' in written ? written.text : writer.refuse(path, written.wrong)
}
