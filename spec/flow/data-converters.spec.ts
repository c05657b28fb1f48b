import * as fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { loadJobFormat } from '../../lib/flow/formats/load-job-format.js'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { awkwardTexts } from './awkward-texts.js'

/** What every converter takes: JSON's values, without a -0. */
const anyData = fc.jsonValue({ maxDepth: 5 }).map((value): unknown => JSON.parse(JSON.stringify(value)))

class Order {
  readonly total = 1
}

const cycle: Record<string, unknown> = {}
cycle['self'] = { cycle }

function nested(levels: number): unknown {
  let value: unknown = 'innermost'
  for (let level = 0; level < levels; level++) value = [value]
  return value
}

async function converter(choice: string) {
  const format = await loadJobFormat(choice)
  return { dump: (value: unknown) => format.dump(value), load: (text: string) => format.load(text) }
}

describe.each(['yaml', 'json'])('the data converter %s', async (choice) => {
  const { dump, load } = await converter(choice)

  it('gives plain data back as it was', () => {
    fc.assert(
      fc.property(anyData, (value) => {
        expect(load(dump(value))).toStrictEqual(value)
      }),
    )
  })

  it.each(awkwardTexts)('gives the text %j back, as a value and as a key', (value) => {
    expect(load(dump({ [value]: [value] }))).toStrictEqual({ [value]: [value] })
  })

  it('takes keys of JavaScript’s own for keys like any other', () => {
    const value: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "toString": null}')
    const loaded = load(dump(value))
    expect(loaded).toStrictEqual(value)
    expect(Object.getPrototypeOf(loaded)).toBe(Object.prototype)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('leaves out members that are undefined, and writes null elsewhere', () => {
    expect(load(dump({ a: undefined, b: 1 }))).toStrictEqual({ b: 1 })
    expect(load(dump([undefined]))).toStrictEqual([null])
    expect(load(dump(undefined))).toBeNull()
  })

  it.each<[string, unknown, RegExp]>([
    ['a function', { a: [() => 1] }, /the value at \.a\[0\] is a function/],
    ['a symbol', { a: Symbol('s') }, /the value at \.a is a symbol/],
    ['a class instance', [new Order()], /the value at \[0\] is an instance of Order/],
    ['a Map', { 'a b': new Map() }, /the value at \["a b"\] is an instance of Map/],
    ['a cycle', cycle, /the value at \.self\.cycle is a cycle/],
    ['an accessor', Object.defineProperty({}, 'a', { get: () => 1, enumerable: true }), /the value at \.a is an accessor/],
    ['what is nested too deep', nested(5_000), /nested deeper than \d+ levels/],
  ])('refuses %s, and names the place', (_, value, message) => {
    expect(() => dump(value)).toThrow(TypeError)
    expect(() => dump(value)).toThrow(message)
  })

  it('takes values as deep as the library takes them', () => {
    expect(load(dump(nested(399)))).toStrictEqual(nested(399))
  })

  it.each([
    ['what it does not write', '{"a": [1, 2', /./],
    ['what is nested too deep', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, /nested deeper than/],
    ['what is longer than SWF carries', `"${'a'.repeat(70_000)}"`, /too long/],
  ])('refuses to read %s', (_, text, message) => {
    expect(() => load(text)).toThrow(FlowFormatError)
    expect(() => load(text)).toThrow(message)
  })
})

describe('the data converter json', async () => {
  const { dump, load } = await converter('json')

  it.each<[string, unknown, RegExp]>([
    ['a bigint', { id: 10n }, /the value at \.id is a bigint; only null, booleans, finite numbers/],
    ['NaN', [Number.NaN], /the value at \[0\] is NaN/],
    ['a Date', { at: new Date(0) }, /the value at \.at is an instance of Date/],
    ['bytes', { image: new Uint8Array(2) }, /the value at \.image is an instance of Uint8Array/],
  ])('refuses %s, which it would change', (_, value, message) => {
    expect(() => dump(value)).toThrow(message)
  })

  it('refuses shared values that would grow beyond what SWF carries', () => {
    const shared = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner, inner], 1)
    expect(() => dump(shared)).toThrow(/one of more than 32768 values/)
  })

  it('has a job fail cleanly whose result is too deep for a result task around it', async () => {
    const format = await loadJobFormat('json')
    expect(() => format.forwardResultInput('result_key: k', dump(nested(419)))).toThrow(FlowFormatError)
  })

  it('keeps tagged Ruby values, which are plain data', () => {
    expect(load(dump({ state: { $ruby: 'symbol', name: 'ok' } }))).toStrictEqual({ state: { $ruby: 'symbol', name: 'ok' } })
  })
})

describe('a data converter of one’s own', () => {
  function module(source: string): string {
    return `data:text/javascript,${encodeURIComponent(source)}`
  }

  it.each([
    ['exports', 'export const dump = JSON.stringify; export const load = JSON.parse'],
    ['a default export', 'export default { dump: JSON.stringify, load: JSON.parse }'],
    [
      'a class by default',
      'export default class Converter { static #json = JSON; static dump(v) { return this.#json.stringify(v) } static load(t) { return this.#json.parse(t) } }',
    ],
  ])('is a module with dump and load as its %s', async (_, source) => {
    const { dump, load } = await converter(module(source))
    expect(load(dump([1]))).toStrictEqual([1])
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it('needs no text for undefined, which JSON.stringify has none for', async () => {
    const { dump } = await converter(module('export const dump = JSON.stringify; export const load = JSON.parse'))
    expect(dump(undefined)).toBe('null')
  })

  it('is tried on values that the one before cannot have changed', async () => {
    const changing =
      'export const dump = (value) => { if (Array.isArray(value)) value[0].self = value; return "null" }; export const load = JSON.parse'
    await expect(loadJobFormat(module(changing))).rejects.toThrow('its load reads as something else')
    await loadJobFormat(module('export const dump = (value) => JSON.stringify(value); export const load = JSON.parse'))
  })

  it.each(['() => 1', 'Promise.reject(new Error("late"))', 'new Proxy({}, {})'])(
    'gives a clean error when it reads %s, which could not leave its thread',
    async (value) => {
      const load = `(text) => (text === "x" ? ${value} : JSON.parse(text))`
      const format = await loadJobFormat(module(`export const dump = JSON.stringify; export const load = ${load}`))
      expect(() => format.load('x')).toThrow(FlowFormatError)
    },
  )

  it('leaves a failure that it cannot write to its reason', async () => {
    const dump = '(value) => { if (value?.message === "m") throw Object.create(null); return JSON.stringify(value) }'
    const format = await loadJobFormat(module(`export const dump = ${dump}; export const load = JSON.parse`))
    expect(format.encodeError({ type: 'Error', message: 'm', fields: {} })).toStrictEqual({ reason: 'm', details: '' })
  })

  it('is refused when its module does not come to an end of loading', async () => {
    vi.useFakeTimers()
    const refused = expect(
      loadJobFormat(module('await new Promise(() => {}); export const dump = JSON.stringify, load = JSON.parse')),
    ).rejects.toThrow('it was not loaded within 30000 ms')
    await vi.advanceTimersByTimeAsync(30_000)
    await refused
  })

  it('may throw what it likes for a text: it becomes a clean error', async () => {
    const format = await loadJobFormat(
      module('export const dump = JSON.stringify; export const load = (t) => { if (t === "x") throw 5; return JSON.parse(t) }'),
    )
    expect(() => format.load('x')).toThrow(FlowFormatError)
    expect(() => format.load('x')).toThrow('the data converter cannot read it: 5')
  })

  it.each([
    ['a function', '{ a: [() => 1] }', /the value at \.a\[0\] is a function/],
    ['a class instance', '[new (class Order {})()]', /the value at \[0\] is an instance of Order/],
    ['a cycle', '(() => { const a = {}; a.a = a; return a })()', /the value at \.a is a cycle/],
  ])('may read no %s: it would not arrive as it is', async (_, value, message) => {
    const load = `(text) => (text === 'x' ? ${value} : JSON.parse(text))`
    const format = await loadJobFormat(module(`export const dump = JSON.stringify; export const load = ${load}`))
    expect(() => format.load('x')).toThrow(FlowFormatError)
    expect(() => format.load('x')).toThrow(message)
  })

  it('may read objects without a prototype', async () => {
    const load = '(text) => JSON.parse(text, (_, v) => (v?.constructor === Object ? Object.assign(Object.create(null), v) : v))'
    await expect(loadJobFormat(module(`export const dump = JSON.stringify; export const load = ${load}`))).resolves.toBeDefined()
  })

  it.each([
    [
      'refuses nil',
      module(
        'export const dump = (v) => { if (v === null) throw new Error("no nil"); return JSON.stringify(v) }; export const load = JSON.parse',
      ),
      /no nil/,
    ],
    ['cannot be found', 'file:///no/such/module.js', /Cannot find module/],
    ['does not compile', module('export const dump ='), /Unexpected/],
    ['exports nothing', module('export const dump = JSON.stringify'), /it exports no functions dump and load/],
    [
      'writes no text',
      module('export const dump = () => new Date(); export const load = JSON.parse'),
      /must return a string, and returned a object/,
    ],
    [
      'reads something else',
      module('export const dump = JSON.stringify; export const load = () => []'),
      /its load reads as something else/,
    ],
    [
      'is async',
      module('export const dump = async () => { throw new Error("late") }; export const load = JSON.parse'),
      /its dump is async/,
    ],
    [
      'reads at leisure',
      module('export const dump = JSON.stringify; export const load = async () => { throw new Error("late") }'),
      /its load is async/,
    ],
    ['throws what has no text', module('throw Object.create(null)'), /it threw an object that is no Error/],
    [
      'writes no failures',
      module(
        'export const dump = (v) => JSON.stringify(v, ["key", "result", "text", "number", "list"]); export const load = JSON.parse',
      ),
      /its load reads as something else/,
    ],
    ['throws', module('export const dump = () => { throw new Error("no key") }; export const load = JSON.parse'), /no key/],
  ])('is refused with the reason when it %s', async (_, url, message) => {
    const shown = url.startsWith('data:') ? 'data:…' : url
    await expect(loadJobFormat(url)).rejects.toThrow(`the data converter ${shown} cannot be used`)
    await expect(loadJobFormat(url)).rejects.toThrow(message)
  })
})
