import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { rubyDate, rubyException, rubySymbol } from '../../lib/flow/ruby-values/index.js'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { plainData } from './arbitrary-values.js'
import { awkwardTexts } from './awkward-texts.js'

const dump = (value: unknown): string => yamlDataConverter.dump(value)
const load = (input: string): unknown => yamlDataConverter.load(input)

describe('dump and load', () => {
  it('give plain data back as it was', () => {
    fc.assert(
      fc.property(plainData, (value) => {
        expect(load(dump(value))).toStrictEqual(value)
      }),
    )
  })

  it.each(awkwardTexts)('give back the text %j, as a value and as a key', (value) => {
    expect(load(dump(value))).toBe(value)
    expect(load(dump({ [value]: [value] }))).toStrictEqual({ [value]: [value] })
  })

  it('keep an own __proto__ and constructor as keys like any other', () => {
    const value: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "a": {"__proto__": 2}}')
    const loaded = load(dump(value))
    expect(loaded).toStrictEqual(value)
    expect(Object.getPrototypeOf(loaded)).toBe(Object.prototype)
    expect(Object.keys(Object(loaded))).toStrictEqual(['__proto__', 'constructor', 'a'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('keep minus zero, infinities, NaN, and integers of any size', () => {
    const value = [-0, Infinity, -Infinity, Number.NaN, 2 ** 53, 1e21, 5e-324, 12345678901234567890n]
    expect(load(dump(value))).toStrictEqual(value)
  })

  it('keep exceptions apart from maps that look like one', () => {
    const exception = rubyException('AWS::Flow::Example', 'went wrong', {
      backtrace: ['a.rb:1', 'b.rb:2'],
      variables: { code: 42, cause: rubyException('RuntimeError', 'inner') },
    })
    expect(load(dump({ failure: exception }))).toStrictEqual({ failure: exception })
    expect(structuredClone(exception)).toStrictEqual(exception)
  })
})

describe('dump', () => {
  it('is read as the same by another reader of YAML 1.1', () => {
    const value = Object.fromEntries(awkwardTexts.filter((key) => key !== '<<').map((key) => [`key ${key}`, key]))
    expect(parse(dump(value), { version: '1.1' })).toStrictEqual(value)
  })

  it('has the layout of Psych', () => {
    const value = { name: 'AWS', list: [1, 'two', [3, []], { a: {} }], nested: { k: null }, text: 'a\nb\n', loose: 'a\nb' }
    expect(dump(value)).toBe(
      [
        '---',
        'name: AWS',
        'list:',
        '- 1',
        '- two',
        '- - 3',
        '  - []',
        '- a: {}',
        'nested:',
        '  k:',
        'text: |',
        '  a',
        '  b',
        'loose: |-',
        '  a',
        '  b',
        '',
      ].join('\n'),
    )
  })

  it('writes undefined as null, but leaves it out as a member of an object', () => {
    expect(dump(undefined)).toBe('---\n')
    expect(load(dump([undefined, { a: undefined }]))).toStrictEqual([null, {}])
  })

  it('writes a shared value out each time, since Psych loads no aliases', () => {
    const shared = [1]
    expect(dump([shared, shared])).toBe('---\n- - 1\n- - 1\n')
  })

  const cyclic: Record<string, unknown> = { inner: {} }
  cyclic['inner'] = { back: cyclic }
  let bomb: unknown = 'x'
  for (let level = 0; level < 30; level++) bomb = [bomb, bomb]

  it.each<[string, unknown, RegExp]>([
    ['a function', { a: { run: () => 1 } }, /at \.a\.run is a function/],
    ['a symbol', [Symbol('x')], /at \[0\] is a symbol: rubySymbol\("x"\) makes one/],
    ['a class instance', { page: new URL('http://localhost') }, /at \.page is an instance of URL/],
    ['a Map', new Map(), /the value is an instance of Map \(write rubyHash\(map\)/],
    ['an invalid Date', { when: new Date(Number.NaN) }, /at \.when is an invalid Date/],
    ['a Date that Ruby cannot read', [new Date(8.64e15)], /at \[0\] is a time in a year of more than four digits/],
    ['more bytes than SWF carries', { file: new Uint8Array(25_000) }, /at \.file is one of more than 24576 bytes/],
    ['a cycle', cyclic, /at \.inner\.back is a cycle/],
    [
      'an accessor',
      {
        get a() {
          return 1
        },
      },
      /at \.a is an accessor/,
    ],
    ['a symbol as key', { [Symbol('x')]: 1 }, /symbol as key/],
    ['half a surrogate pair', { 'a b': ['\ud800'] }, /at \["a b"\]\[0\] is a string with half a surrogate pair/],
    ['half a surrogate pair as key', { '\udc00': 1 }, /half a surrogate pair/],
    ['no name of a Ruby class', rubyException('X]\n- !ruby/object:Evil {}', 'm'), /no name of a Ruby class/],
    ['shared values without end', bomb, /more than 100000 values/],
  ])('refuses %s and says where', (_, value, message) => {
    expect(() => dump(value)).toThrow(TypeError)
    expect(() => dump(value)).toThrow(message)
  })

  it('takes objects without a prototype', () => {
    expect(dump(Object.assign(Object.create(null), { a: 1 }))).toBe('---\na: 1\n')
  })
})

describe('load', () => {
  it.each<[string, unknown]>([
    ['---\n', null],
    ['', null],
    ['--- 5\n', 5],
    ['--- -1_000\n', -1000],
    ['--- 1.0e+20\n', 1e20],
    ['--- .5\n', 0.5],
    ['--- -.inf\n', -Infinity],
    ['--- 18446744073709551616\n', 18446744073709551616n],
    ['--- Yes\n', true],
    ['--- "yes"\n', 'yes'],
    ['--- :two\n', rubySymbol('two')],
    ['--- :"with space"\n', rubySymbol('with space')],
    ["--- !ruby/symbol 'a: b'\n", rubySymbol('a: b')],
    ["--- ! ':a: b'\n", rubySymbol('a: b')],
    ['--- ":sym"\n', ':sym'],
    ['--- 2015-03-04\n', rubyDate(2015, 3, 4)],
    ['--- 1e3\n', '1e3'],
    ['--- "\\U0001F600\\L\\N\\e\\0"\n', '😀\u2028\x85\x1b\0'],
    ['--- |2+\n   a\n\n...\n', ' a\n\n'],
    ['--- first\n--- second\n', 'first'],
    ['[{"key": "json", "list": [1, null, true]}]', [{ key: 'json', list: [1, null, true] }]],
  ])('reads %j as Psych does', (input, value) => {
    expect(load(input)).toStrictEqual(value)
  })

  it('folds symbols and strings as keys into strings, and loses neither where both are there', () => {
    expect(load('---\n:a: 1\nb: 2\n')).toStrictEqual({ a: 1, b: 2 })
    expect(load('---\n:a: 1\na: 2\n')).toStrictEqual({ ':a': 1, a: 2 })
    expect(load('---\n:a: 1\na: 2\n":a": 3\n')).toStrictEqual({ '::a': 1, a: 2, ':a': 3 })
    expect(load('---\n1: a\n1.0: b\n:1: c\n')).toStrictEqual({ '1': 'a', ':1': 'b', '::1': 'c' })
    expect(load('---\n1: a\n"1": b\n? [x]\n: c\n')).toStrictEqual({ ':1': 'a', '1': 'b', '["x"]': 'c' })
    expect(load('---\n2015-03-04: a\n"2015-03-04": b\n')).toStrictEqual({ ':2015-03-04': 'a', '2015-03-04': 'b' })
  })

  it('takes equal keys for one, and the last value counts, as in Ruby', () => {
    expect(load('---\n:a: 1\n:a: 2\na: 3\n:a: 4\n')).toStrictEqual({ ':a': 4, a: 3 })
    expect(load('{1, 1: 2, ~: 3, "": 4, ? : 5, [x]: 6, [x]: 7}')).toStrictEqual({ '1': 2, ':': 5, '': 4, '["x"]': 7 })
  })

  it('keeps the identity of what is shared', () => {
    const loaded = load('---\n- &1\n  - 1\n- *1\n')
    expect(loaded).toStrictEqual([[1], [1]])
    expect(Array.isArray(loaded) && loaded[0] === loaded[1]).toBe(true)
  })

  const bomb = ['&0 [x]', ...Array.from({ length: 40 }, (_, level) => `&${level + 1} [*${level}, *${level}]`)]

  it.each<[string, string, RegExp]>([
    ['what is no YAML', "---\n- :key: 'x\n", /not YAML: .+ at line 3 column 1/],
    ['an unknown alias', '--- *a\n', /unknown alias \*a/],
    ['a value that contains itself', '--- &a [*a]\n', /contains itself/],
    ['aliases that stand for billions', bomb.map((line) => `- ${line}\n`).join(''), /more than 100000 values/],
    ['too long a text', 'x'.repeat(70_000), /too long/],
    ['brackets without end', '['.repeat(60_000), /nested deeper than 500/],
    ['braces without end', '{'.repeat(60_000), /nested deeper than 500/],
    ['lists in lists', '- '.repeat(30_000), /nested deeper than 500/],
    ['keys of keys', '? '.repeat(30_000), /nested deeper than 500/],
    ['maps in lists', '[{a: '.repeat(12_000), /nested deeper than 500/],
  ])('refuses %s', (_, input, message) => {
    expect(() => load(input)).toThrow(FlowFormatError)
    expect(() => load(input)).toThrow(message)
  })

  it('ends in a value or a clean error for any text', () => {
    const pieces = fc.constantFrom(
      ...'ab1:-#"\'|>!&*?%{}[],.~ \n\t'.split(''),
      '---\n',
      '...',
      '- ',
      ': ',
      '? ',
      '!ruby/exception:X ',
      '&a',
      '*a',
      '<<: ',
    )
    fc.assert(
      fc.property(fc.string({ unit: pieces, maxLength: 200 }), (input) => {
        try {
          structuredClone(load(input))
        } catch (error) {
          expect(error).toBeInstanceOf(FlowFormatError)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
