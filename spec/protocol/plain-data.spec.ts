import { isDeepStrictEqual } from 'node:util'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { rubySymbol } from '../../lib/flow/ruby-values/index.js'
import { plainCopy } from '../../lib/protocol/plain-data.js'

class Order {
  readonly total = 1
}
const cyclic: { name: string; self?: unknown } = { name: 'loop' }
cyclic.self = cyclic
const shared = { twice: true }
const nested = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1)

const doubled = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => [inner, inner], 1)

function trap(): never {
  throw new RangeError('trapped')
}

test.each<[string, unknown]>([
  ['null', null],
  ['undefined', undefined],
  ['numbers, special ones too', [0, -0, 1.5, NaN, Infinity, 10n]],
  ['any string', ['', '\u0000', '\u{1F600}']],
  ['nested arrays and maps', { list: [{ map: { key: [true] } }] }],
  ['an object without prototype', Object.assign(Object.create(null), { key: 1 })],
  ['an object of another realm', runInNewContext('({ key: [1] })')],
  ['the same object twice', [shared, shared]],
  ['shared values, each written out', doubled(10)],
  ['as deep a value as can be written', nested(400)],
  ['a Date', { when: new Date(1_425_445_567_500) }],
  ['bytes', [Uint8Array.of(0, 255)]],
  ['a tagged Ruby value', { state: rubySymbol('open') }],
  ['as much text as is taken', ['x'.repeat(8_000_000)]],
  ['a bigint of an RSA key', 2n ** 4_096n],
  ['a key named __proto__', JSON.parse('{"__proto__": 1}')],
])('plain data passes: %s', (_, value) => {
  const copy = plainCopy(value, 'the input')
  expect(isDeepStrictEqual(copy, structuredClone(value)) || Object.getPrototypeOf(value) === null).toBe(true)
  if (typeof value === 'object' && value !== null) expect(copy).not.toBe(value)
})

test.each<[unknown, string]>([
  [() => 1, 'the input is a function'],
  [{ run: () => 1 }, 'the value at .run is a function'],
  [{ list: [1, Symbol('s')] }, 'the value at .list[1] is a symbol'],
  [{ order: new Order() }, 'the value at .order is an instance of Order'],
  [[new Map()], 'the value at [0] is an instance of Map'],
  [{ 'a key': new Set() }, 'the value at ["a key"] is an instance of Set'],
  [{ when: new Date(Number.NaN) }, 'the value at .when is an invalid Date'],
  [[new Float64Array(1)], 'the value at [0] is an instance of Float64Array'],
  [
    {
      get total() {
        return 1
      },
    },
    'the value at .total is an accessor',
  ],
  [{ [Symbol('s')]: 1 }, 'the input is a symbol as key'],
  [cyclic, 'the value at .self is a cycle'],
  [{ list: doubled(40) }, 'is one of more than 100000 values'],
  [Array.from({ length: 100_000 }, () => 1), 'the value at [99999] is one of more than 100000 values'],
  [nested(401), 'the input is nested deeper than 400 levels'],
  [
    { list: ['x'.repeat(8_000_001)] },
    'the value at .list[0] is beyond 8000000 characters and bytes, the most that an input may have',
  ],
  [Array.from({ length: 9 }, () => 'x'.repeat(1_000_000)), 'the value at [8] is beyond 8000000 characters'],
  [{ bytes: new Uint8Array(8_000_001) }, 'the value at .bytes is beyond 8000000 characters'],
  [{ ['x'.repeat(8_000_001)]: 1 }, `the value at ["${'x'.repeat(60)}…"] is beyond 8000000 characters`],
  [{ number: 10n ** 1_000_000n }, 'the value at .number is a bigint of more than 131072 bits'],
  [{ made: Object.create({ constructor: undefined }) }, 'the value at .made is an instance of a class'],
  [{ made: Object.create(Object.create(null, { constructor: { get: trap } })) }, 'the value at .made is an instance of a class'],
  [{ made: Object.create({ constructor: { name: 'Evil' } }) }, 'the value at .made is an instance of a class'],
  [{ proxy: new Proxy({}, { getPrototypeOf: trap }) }, 'the value at .proxy is an instance of Object'],
  [{ proxy: new Proxy({}, { ownKeys: trap }) }, 'the value at .proxy is something that cannot be read: trapped'],
  [{ proxy: new Proxy([1], { get: trap }) }, 'the value at .proxy is something that cannot be read: trapped'],
  [new Proxy({ a: 1 }, { getOwnPropertyDescriptor: trap }), 'the input is something that cannot be read: trapped'],
])('what would not arrive as it was given is refused by its path', (value, message) => {
  expect(() => plainCopy(value, 'the input')).toThrow(TypeError)
  expect(() => plainCopy(value, 'the input')).toThrow(message)
})

test('bytes are copied, and a Buffer arrives as a Uint8Array of its own', () => {
  const buffer = Buffer.from('abc')
  const copy = plainCopy({ buffer }, 'the input')
  buffer.fill(0)
  expect(copy).toStrictEqual({ buffer: Uint8Array.of(97, 98, 99) })
})
