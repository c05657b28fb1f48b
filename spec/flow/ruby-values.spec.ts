import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as ruby from '../../lib/flow/ruby-values/index.js'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { anyValue } from './arbitrary-values.js'
import { rubyValues } from './ruby-values-table.js'

const dump = (value: unknown): string => yamlDataConverter.dump(value)
const load = (text: string): unknown => yamlDataConverter.load(text)

const guards: Readonly<Record<ruby.RubyKind, (value: unknown) => boolean>> = {
  array: ruby.isRubyArray,
  bigdecimal: ruby.isRubyBigDecimal,
  class: ruby.isRubyClass,
  complex: ruby.isRubyComplex,
  date: ruby.isRubyDate,
  datetime: ruby.isRubyDateTime,
  encoding: ruby.isRubyEncoding,
  exception: ruby.isRubyException,
  hash: ruby.isRubyHash,
  module: ruby.isRubyModule,
  object: ruby.isRubyObject,
  range: ruby.isRubyRange,
  rational: ruby.isRubyRational,
  regexp: ruby.isRubyRegexp,
  set: ruby.isRubySet,
  string: ruby.isRubyString,
  struct: ruby.isRubyStruct,
  symbol: ruby.isRubySymbol,
  time: ruby.isRubyTime,
}
const taggedValues = Object.entries(rubyValues).filter(([, value]) => ruby.isRubyValue(value))

describe('a Ruby value', () => {
  it('of any kind comes back as it was, and survives a structured clone', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(load(dump(value))).toStrictEqual(value)
        expect(structuredClone(value)).toStrictEqual(value)
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  it.each(taggedValues)('passes the one test that is for it: %s', (_, value) => {
    const passed = Object.entries(guards).flatMap(([kind, guard]) => (guard(value) ? [kind] : []))
    expect(passed).toStrictEqual([ruby.kindOf(value)])
  })

  it('of each kind is in the table of what Ruby writes', () => {
    expect(new Set(taggedValues.map(([, value]) => ruby.kindOf(value)))).toStrictEqual(new Set(ruby.RUBY_KINDS))
  })

  it.each<[unknown]>([
    [null],
    ['symbol'],
    [{}],
    [{ $ruby: 'unknown' }],
    [{ $ruby: 'symbol' }],
    [{ $ruby: 'symbol', name: 1 }],
    [{ $ruby: 'symbol', name: 'a', more: 1 }],
    [Object.create({ $ruby: 'symbol', name: 'a' })],
    [{ $ruby: 'rational', numerator: 1, denominator: 0 }],
    [{ $ruby: 'rational', numerator: 1.5, denominator: 2 }],
    [{ $ruby: 'time', seconds: 1, nanoseconds: 1_000_000_000, utcOffset: null }],
    [{ $ruby: 'hash', entries: [[1]] }],
    [{ $ruby: 'regexp', source: 'a', flags: 'mm' }],
    [{ $ruby: 'regexp', source: 'a', flags: 'g' }],
    [{ $ruby: 'string', className: 'A', value: 'a', variables: [] }],
    [{ $ruby: 'exception', className: 'A', message: 'm', variables: {}, backtrace: [1] }],
  ])('is not %j', (value) => {
    expect(Object.values(guards).some((guard) => guard(value))).toBe(false)
    expect(ruby.isRubyValue(value)).toBe(false)
  })

  it('that is a time or a day has a Date', () => {
    const late = ruby.rubyTime(new Date('2015-03-04T05:06:07.999Z'), { nanoseconds: 999_999_999, utcOffset: 3_600 })
    expect(ruby.rubyToDate(late)).toStrictEqual(new Date('2015-03-04T05:06:07.999Z'))
    expect(ruby.rubyToDate(ruby.rubyTime(-2, { nanoseconds: 750_000_000 }))).toStrictEqual(new Date(-1_250))
    expect(ruby.rubyToDate(ruby.rubyDate(33, 4, 3))).toStrictEqual(new Date('0033-04-03'))
  })

  it('that is a hash or a set is made of what JavaScript has', () => {
    expect(ruby.rubyHash(new Map([[1, 'a']]))).toStrictEqual({ $ruby: 'hash', entries: [[1, 'a']] })
    expect(ruby.rubySet(new Set([1, 'a']))).toStrictEqual({ $ruby: 'set', members: [1, 'a'] })
  })
})

describe('dump', () => {
  it('writes a Date as a Time in UTC, and a Buffer as bytes', () => {
    expect(dump({ when: new Date('2015-03-04T05:06:07.5Z') })).toBe('---\nwhen: 2015-03-04 05:06:07.500000000 Z\n')
    expect(dump([Buffer.from('abc')])).toBe('---\n- !binary |-\n  YWJj\n')
    expect(load(dump(new Date(1_500)))).toStrictEqual(ruby.rubyTime(1, { nanoseconds: 500_000_000 }))
  })

  it('writes the keys of a hash given by its entries as the values that they are', () => {
    const entries: ruby.RubyHashEntry[] = [
      [ruby.rubySymbol('a'), 1],
      ['a', 2],
      [3, 4],
      [null, 5],
      [[6], 7],
      ['<<', 8],
    ]
    expect(dump(ruby.rubyHash(entries))).toBe("---\n:a: 1\na: 2\n3: 4\n?\n: 5\n? - 6\n: 7\n!!str '<<': 8\n")
  })

  it.each<[unknown, RegExp]>([
    [{ a: { $ruby: 'range', begin: 1 } }, /at \.a is no well-formed Ruby range though its \$ruby says so .*rubyHash/],
    [[ruby.rubyObject('no class')], /at \[0\]\.className is no name of a Ruby class: "no class"/],
    [ruby.rubyClass("A' \n- !ruby/object:Evil"), /at \.name is no name of a Ruby class/],
    [ruby.rubyStruct('A', { b: () => 1 }), /at \.members\.b is a function/],
    [ruby.rubyObject('A', { when: new Date(Number.NaN) }), /at \.variables\.when is an invalid Date/],
    [ruby.rubySet([1, Symbol('s')]), /at \.members\[1\] is a symbol/],
    [ruby.rubyHash([['a', new Map()]]), /at \.entries\[0\]\[1\] is an instance of Map/],
    [ruby.rubyObject('A', { $ruby: 'symbol' }), /at \.variables\.\$ruby is a member named \$ruby/],
    [ruby.rubyString('A', 'a', { str: 'b' }), /at \.variables\.str is a variable named str, which the value has itself/],
    [ruby.rubyException('A', 'm', { variables: { message: 'n' } }), /at \.variables\.message is a variable named message/],
    [ruby.rubySymbol('\ud800'), /at \.name is a string with half a surrogate pair/],
    [ruby.rubyDate(2015, 2, 29), /no day of Ruby’s calendar/],
    [ruby.rubyDate(1582, 10, 10), /no day of Ruby’s calendar/],
    [ruby.rubyDate(12_345, 1, 1), /in the years 0 to 9999/],
    [ruby.rubyTime(1e12), /a time in a year of more than four digits/],
    [ruby.rubyTime(1e15), /a time too far away/],
    [ruby.rubyTime(0, { utcOffset: 30 }), /offset is not whole minutes of less than a day/],
    [ruby.rubyTime(0, { utcOffset: 86_400 }), /offset is not whole minutes of less than a day/],
    [ruby.rubyTime(0, { utcOffset: -1_800 }), /less than an hour west of Greenwich/],
  ])('refuses %j, which Ruby could not read', (value, message) => {
    expect(() => dump(value)).toThrow(TypeError)
    expect(() => dump(value)).toThrow(message)
  })

  it('counts all bytes of a value together', () => {
    const bytes = new Uint8Array(10_000)
    expect(() => dump([bytes, bytes])).not.toThrow()
    expect(() => dump([bytes, bytes, bytes])).toThrow(/at \[2\] is one of more than 24576 bytes/)
  })
})

describe('load', () => {
  it.each<[string, unknown]>([
    ['!ruby/range 1..5', ruby.rubyRange(1, 5)],
    ["!ruby/range 'a...c'", ruby.rubyRange('a', 'c', true)],
    ['!ruby/range 1..', ruby.rubyRange(1, null)],
    ['!ruby/object:Rational 3/4', ruby.rubyRational(3, 4)],
    ['!ruby/object:Complex 1.5-2i', ruby.rubyComplex(1.5, -2)],
    ['!ruby/sym a', ruby.rubySymbol('a')],
    ['!binary "/w=="', Uint8Array.of(255)],
    ['!!binary /w==', Uint8Array.of(255)],
    ['!str:Title a', ruby.rubyString('Title', 'a')],
    ['!seq:Stack [1]', ruby.rubyArray('Stack', [1])],
    ['!map:Options {a: 1}', ruby.rubyHash([['a', 1]], { className: 'Options' })],
    ['!ruby/object:Hash {a: 1}', { a: 1 }],
    ['!ruby/object:Rational {numerator: -0.0, denominator: 3}', ruby.rubyRational(0, 3)],
    ['!ruby/hash-with-ivars {elements: {a: 1}, ivars: {}}', { a: 1 }],
    ['!ruby/object:Set {!str:Name hash: {a: true}}', ruby.rubySet(['a'])],
    ['!ruby/object:Set {hash: 1, hash: {a: true}}', ruby.rubySet(['a'])],
    ['!ruby/hash-with-ivars:H {elements: {a: 1}, ivars: {}, elements: {b: 1}}', ruby.rubyHash([['b', 1]], { className: 'H' })],
    ['!!set {a}', ruby.rubyHash([['a', null]], { className: 'Psych::Set' })],
    ['!ruby/struct {x: 1}', ruby.rubyStruct(undefined, { x: 1 })],
    ['!ruby/exception {message: m}', ruby.rubyException('Exception', 'm')],
    ['!ruby/exception:ArgumentError\nmessage: :odd', ruby.rubyException('ArgumentError', 'odd')],
    ['2015-03-04 05:06:07 -00:30', ruby.rubyTime(new Date('2015-03-04T05:36:07Z'), { utcOffset: -1_800 })],
  ])('reads %s, which Psych reads and does not write', (input, value) => {
    expect(load(`--- ${input}\n`)).toStrictEqual(value)
  })

  it.each<[string, unknown]>([
    ['!ruby/range 5', '5'],
    ['!ruby/range {excl: 1}', { excl: 1 }],
    ['!ruby/regexp abc', 'abc'],
    ['!ruby/object:Rational 3/0', '3/0'],
    ['!ruby/object:Rational {numerator: a}', { numerator: 'a' }],
    ['!ruby/object:Complex i', 'i'],
    ['!ruby/object:BigDecimal 1:x', '1:x'],
    ['!ruby/object:DateTime tomorrow', 'tomorrow'],
    ['!ruby/array:A {internal: 1}', { internal: 1 }],
    ['!ruby/string:A {str: 1}', { str: 1 }],
    ['!!omap [1, 2]', [1, 2]],
    ['!ruby/unknown:A {a: 1}', { a: 1 }],
    ['!ruby/object:A text', 'text'],
    ['!ruby/object:A [1]', [1]],
    ['!js/function "() => 1"', '() => 1'],
  ])('takes %s, which is not what its tag says, for what it is without', (input, value) => {
    expect(load(`--- ${input}\n`)).toStrictEqual(value)
  })

  it('keeps the identity of what is shared also inside of Ruby values', () => {
    const loaded = load('---\n- &1 !ruby/object:A\n  b: &2 [1]\n- *1\n- !ruby/struct:B\n  c: *2\n')
    expect(loaded).toStrictEqual([
      ruby.rubyObject('A', { b: [1] }),
      ruby.rubyObject('A', { b: [1] }),
      ruby.rubyStruct('B', { c: [1] }),
    ])
    const [first, second, third] = Array.isArray(loaded) ? loaded : []
    expect(first).toBe(second)
    expect(first.variables.b).toBe(third.members.c)
  })
})
