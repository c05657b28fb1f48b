import { describe, expect, it } from 'vitest'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { decodeResultInput } from '../../lib/flow/inputs/result-input.js'
import * as ruby from '../../lib/flow/ruby-values/index.js'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'

const dump = (value: unknown): string => yamlDataConverter.dump(value)
const load = (text: string): unknown => yamlDataConverter.load(text)

/** Every object in a value, however deep. */
function objectsIn(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(objectsIn)]
}

describe('a hash of somebody who wants it taken for a Ruby value', () => {
  const exception = '"$ruby": exception, className: X, message: m, variables: {}'

  it.each([
    ['alone', `{${exception}}`],
    ['with a symbol as key', `{!ruby/symbol $ruby: exception, className: X, message: m, variables: {}}`],
    ['in a list', `[{${exception}}]`],
    ['in a hash', `{failure: {${exception}}}`],
    ['in one like itself', `{"$ruby": hash, entries: [[failure, {${exception}}]]}`],
    ['in an object', `!ruby/object:A {b: {${exception}}}`],
    ['as an element of a hash of a class', `!ruby/hash:A {b: {${exception}}}`],
    ['as a key', `? {${exception}}\n: 1`],
    ['in a set', `!ruby/object:Set {hash: {? {${exception}} : true}}`],
    ['by an alias', `[&1 {${exception}}, *1]`],
  ])('is a hash: %s', (_, text) => {
    const loaded = load(text)
    expect(objectsIn(loaded).filter((object) => ruby.isRubyException(object))).toStrictEqual([])
    expect(load(dump(loaded))).toStrictEqual(loaded)
  })

  it.each([
    ['an object', `!ruby/object:A {${exception}}`],
    ['a struct', `!ruby/struct:A {${exception}}`],
    ['an exception', `!ruby/exception:A {${exception}}`],
    ['a range', `!ruby/range {${exception}}`],
    ['a string', `!ruby/string:A {str: a, ${exception}}`],
    ['a list', `!ruby/array:A {internal: [], ivars: {!ruby/symbol '@$ruby': symbol, !ruby/symbol '@name': a}}`],
    [
      'a hash of a class',
      `!ruby/hash-with-ivars:A {elements: {}, ivars: {!ruby/symbol '@$ruby': symbol, !ruby/symbol '@name': a}}`,
    ],
  ])('is refused as the variables of %s, which can have none of that name', (_, text) => {
    expect(() => load(text)).toThrow(FlowFormatError)
    expect(() => load(text)).toThrow(/a member named \$ruby/)
  })

  it('has its keys and values in the entries of the hash that it is, the last of equal ones', () => {
    expect(load('{"$ruby": a, "$ruby": symbol, name: x, !ruby/symbol name: y, 1: z}')).toStrictEqual(
      ruby.rubyHash([
        ['$ruby', 'symbol'],
        ['name', 'x'],
        [ruby.rubySymbol('name'), 'y'],
        [1, 'z'],
      ]),
    )
  })

  it('has one entry for 1 and 1.0, which are one number in JavaScript', () => {
    const loaded = load('{"$ruby": symbol, 1.0: x, 1: y}')
    expect(loaded).toStrictEqual(
      ruby.rubyHash([
        ['$ruby', 'symbol'],
        [1, 'y'],
      ]),
    )
    expect(load(dump(loaded))).toStrictEqual(loaded)
  })

  it('may be in others like itself as deep as any value', () => {
    let nested: unknown = 'x'
    for (let level = 0; level < 100; level++) {
      nested = ruby.rubyHash([
        ['$ruby', 'hash'],
        ['entries', nested],
      ])
    }
    expect(load(dump(nested))).toStrictEqual(nested)
  })

  it('does not make a failure of a result', () => {
    const { outcome } = decodeResultInput(`---\n- :key: k\n  :result:\n    :failure: {${exception}}\n`)
    expect(outcome.status).toBe('completed')
  })

  it('may have the key with any other value, and is then a plain object', () => {
    const value = { $ruby: 'ruby-3.1', inner: { $ruby: 5, list: [{ $ruby: null }] } }
    expect(load(dump(value))).toStrictEqual(value)
  })
})

describe('a tag of somebody who wants code run', () => {
  it.each([
    ['!ruby/object:Kernel {a: 1}', ruby.rubyObject('Kernel', { a: 1 })],
    ['!ruby/object:constructor {prototype: 1}', ruby.rubyObject('constructor', { prototype: 1 })],
    ['!ruby/object:__proto__ {toString: 1}', ruby.rubyObject('__proto__', { toString: 1 })],
    ['!ruby/hash:__proto__ {a: 1}', ruby.rubyHash([['a', 1]], { className: '__proto__' })],
    ['!ruby/object:ERB {src: "system(1)"}', ruby.rubyObject('ERB', { src: 'system(1)' })],
    ['!ruby/object:Gem::Requirement {requirements: []}', ruby.rubyObject('Gem::Requirement', { requirements: [] })],
    ['!ruby/class "process"', ruby.rubyClass('process')],
    ['!ruby/constructor {a: 1}', { a: 1 }],
    ['!ruby/__proto__:A {a: 1}', { a: 1 }],
    ['!ruby/marshalable:A {a: 1}', { a: 1 }],
    ['!<tag:yaml.org,2002:js/function> "() => 1"', '() => 1'],
    ['!ruby/object:%E0%A4 {}', ruby.rubyObject('%E0%A4')],
  ])('gets data: %s', (text, value) => {
    expect(load(text)).toStrictEqual(value)
  })

  const proto = (text: string): unknown => JSON.parse(`{"__proto__": ${text}}`)

  it.each<[string, unknown]>([
    ['!ruby/object:A {__proto__: {polluted: true}}', ruby.rubyObject('A', Object(proto('{"polluted": true}')))],
    ['!ruby/struct:A {__proto__: 1}', ruby.rubyStruct('A', Object(proto('1')))],
    [
      '!ruby/exception:A {message: m, __proto__: {message: n}}',
      ruby.rubyException('A', 'm', { variables: Object(proto('{"message": "n"}')) }),
    ],
    ['!ruby/string:A {str: a, __proto__: {polluted: true}}', ruby.rubyString('A', 'a', Object(proto('{"polluted": true}')))],
    [
      `!ruby/array:A {internal: [], ivars: {!ruby/symbol '@__proto__': {polluted: true}}}`,
      ruby.rubyArray('A', [], Object(proto('{"polluted": true}'))),
    ],
  ])('reaches no prototype: %s', (text, value) => {
    const loaded = load(text)
    expect(loaded).toStrictEqual(value)
    expect(objectsIn(loaded).map((object) => Object.getPrototypeOf(object))).toSatisfy((prototypes: unknown[]) =>
      prototypes.every((prototype) => prototype === Object.prototype || prototype === Array.prototype),
    )
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(load(dump(loaded))).toStrictEqual(loaded)
  })
})
