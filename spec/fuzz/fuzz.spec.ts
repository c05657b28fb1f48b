import { describe, expect, it } from 'vitest'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { judge, type Reader } from './judge.js'
import { Prototypes } from './prototypes.js'
import { readers } from './readers.js'
import { LIMIT_MS, timed, type TextResult } from './results.js'
import { FuzzTexts } from './texts.js'
import { watched } from './watched.js'

const SEED = 5
const COUNT = 1_000

describe('a text that nobody meant to be read', () => {
  const prototypes = new Prototypes()
  const texts = new FuzzTexts(SEED)
  const results = Array.from({ length: COUNT }, (_, index) => {
    const { origin, text } = texts.at(index)
    return { index, origin, text, ...judge(text, readers, prototypes) }
  })

  it('gives a value or one clean error, whoever reads it', () => {
    const faults = results.flatMap(({ index, text, faults: found }) => found.map((fault) => ({ index, text, ...fault })))
    expect(faults).toStrictEqual([])
  })

  it.each(['captured, mutated', 'dumped, mutated', 'generated', 'generated, mutated'])(
    'is a value often enough, and an error often enough: %s',
    (origin) => {
      const some = results.filter((result) => result.origin === origin)
      const values = some.filter(({ error }) => error === undefined)
      expect(values.length).toBeGreaterThan(some.length / 4)
      expect(some.length - values.length).toBeGreaterThan(some.length / 4)
    },
  )

  it('is the same for the same seed and number, and another one for others', () => {
    expect(new FuzzTexts(SEED).at(COUNT - 1).text).toBe(results.at(-1)?.text)
    expect(new Set(results.map(({ text }) => text)).size).toBeGreaterThan(COUNT * 0.95)
    expect(new FuzzTexts(SEED + 1).at(3).text).not.toBe(texts.at(3).text)
  })
})

describe('the judge', () => {
  const verdict = (reader: Omit<Reader, 'name'>): unknown => judge('x', [{ name: 'planted', ...reader }], new Prototypes()).faults
  const value = (read: unknown): Omit<Reader, 'name'> => ({ read: () => read })
  const cyclic: unknown[] = []
  cyclic.push(cyclic)

  it('has nothing against a value, nor against a clean error', () => {
    expect(verdict(value({ a: [1, 'x', null, 10n ** 20n, Uint8Array.of(1), { $ruby: 'symbol', name: 'a' }] }))).toStrictEqual([])
    expect(
      verdict({
        read() {
          throw new FlowFormatError('not YAML')
        },
      }),
    ).toStrictEqual([])
  })

  it.each<[string, () => unknown]>([
    ['a TypeError', () => Reflect.get(Object(null), 'a').b],
    ['a RangeError', () => 'x'.repeat(-1)],
    [
      'a stack that overflows',
      function overflow(): unknown {
        return [overflow()]
      },
    ],
    [
      'what is no error',
      () => {
        throw 'x'
      },
    ],
    [
      'an error without a message',
      () => {
        throw new FlowFormatError('')
      },
    ],
  ])('refuses %s', (_, read) => {
    expect(verdict({ read })).toMatchObject([{ reader: 'planted', rule: 'clean error' }])
  })

  it.each<[string, unknown]>([
    ['undefined in a list', [undefined]],
    ['a hole in a list', { a: Array(1) }],
    ['a function', { a: [() => 1] }],
    ['a Map', [new Map()]],
    ['a Date', new Date(0)],
    ['a Buffer', [Buffer.from('a')]],
    ['an object without a prototype', Object.create(null)],
    ['an object whose prototype the text gave it', { a: Object.setPrototypeOf({}, { polluted: true }) }],
    [
      'an accessor',
      {
        get a() {
          return 1
        },
      },
    ],
    ['a hidden member', Object.defineProperty({}, 'a', { value: 1 })],
    ['a symbol as key', { [Symbol('a')]: 1 }],
    ['a bigint that a number can hold', [1n]],
    ['a malformed Ruby value', { a: { $ruby: 'symbol', name: 1 } }],
    ['variables that pass for a Ruby value', { $ruby: 'object', className: 'A', variables: { $ruby: 'symbol', name: 'a' } }],
  ])('refuses %s', (_, read) => {
    expect(verdict(value(read))).toMatchObject([{ rule: 'plain data' }])
  })

  it('refuses what is not the same when read again, or not read again, or not written for no reason', () => {
    expect(verdict({ read: (text) => text, write: () => 'y' })).toMatchObject([{ rule: 'round trip' }])
    const unreadable = (text: string): string => {
      if (text === 'y') throw new FlowFormatError('unreadable')
      return text
    }
    expect(verdict({ read: unreadable, write: () => 'y' })).toMatchObject([{ rule: 'round trip' }])
    const unwritable = (): never => {
      throw new TypeError('unwritable')
    }
    expect(verdict({ read: (text) => text, write: unwritable })).toMatchObject([{ rule: 'round trip' }])
    expect(verdict({ read: (text) => text, write: () => undefined })).toStrictEqual([])
  })

  it.each<[string, object]>([
    ['Object.prototype', Object.prototype],
    ['Array.prototype', Array.prototype],
    ['String', String],
  ])('refuses what adds to %s', (name, object) => {
    const pollute = (): null => {
      Object.defineProperty(object, 'polluted', { value: 1, configurable: true })
      return null
    }
    try {
      expect(verdict({ read: pollute })).toMatchObject([{ rule: 'prototypes', what: `${name} has changed: polluted` }])
    } finally {
      Reflect.deleteProperty(object, 'polluted')
    }
  })

  it('refuses what replaces a method of all objects', () => {
    const before = Reflect.getOwnPropertyDescriptor(Object.prototype, 'valueOf') ?? {}
    const replaces = { read: () => Reflect.defineProperty(Object.prototype, 'valueOf', { ...before, value: () => 1 }) }
    try {
      expect(verdict(replaces)).toMatchObject([{ rule: 'prototypes', what: 'Object.prototype has changed: valueOf' }])
    } finally {
      Reflect.defineProperty(Object.prototype, 'valueOf', before)
    }
  })

  it('refuses a text that takes too long each time, and not one that did so once', () => {
    const took = (...times: readonly number[]): TextResult['faults'] => {
      const ticks = times.flatMap((time) => [0, time]).values()
      return timed(
        () => ({ error: undefined, faults: [] }),
        () => ticks.next().value ?? expect.fail('it ran once more'),
      ).faults
    }
    expect(took(LIMIT_MS)).toStrictEqual([])
    expect(took(LIMIT_MS + 1, LIMIT_MS)).toStrictEqual([])
    expect(took(LIMIT_MS + 1, LIMIT_MS + 1)).toMatchObject([{ rule: 'time' }])
  })
})

describe('the process that reads', () => {
  it('is replaced when it hangs or ends, and the text is named', async () => {
    const results: TextResult[] = []
    const endings: Array<[number, string]> = []
    await watched(
      { first: 3, end: 10 },
      {
        entry: new URL('../fixtures/fuzz-child.mjs', import.meta.url),
        args: ['5', '7', '9'],
        silenceMs: 2_000,
        onResult: (result) => results.push(result),
        onEnding: (index, what) => endings.push([index, what]),
      },
    )
    expect(results.map(({ index }) => index)).toStrictEqual([3, 4, 6, 8])
    expect(endings).toStrictEqual([
      [5, 'nothing came of it for 2000 ms'],
      [7, expect.stringMatching(/^it ended the process with SIG/)],
      [9, 'it ended the process with 1'],
    ])
  })
})
