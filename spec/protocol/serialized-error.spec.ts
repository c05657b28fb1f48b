import { describe, expect, it } from 'vitest'
import { serializeError } from '../../lib/protocol/serialized-error.js'

class Rejected extends TypeError {
  readonly status = 409
}

describe('a serialized error', () => {
  it('has class, message, frames, fields and causes, and survives a structured clone', () => {
    const serialized = serializeError(new Rejected('no\nstock', { cause: new RangeError('of 3') }))
    expect(serialized).toMatchObject({
      type: 'Rejected',
      message: 'no\nstock',
      fields: { status: 409 },
      cause: { type: 'RangeError', message: 'of 3', fields: {} },
    })
    expect(serialized.stack).toMatch(/^ {4}at .+serialized-error\.spec/)
    expect(structuredClone(serialized)).toStrictEqual(serialized)
  })

  it.each<[string, unknown, string]>([
    ['a name of its own', Object.assign(new Error('m'), { name: 'AccessDenied' }), 'AccessDenied'],
    ['the name of a DOMException', new DOMException('m', 'AbortError'), 'AbortError'],
    ['the class of a subclass', new Rejected('m'), 'Rejected'],
    ['the class of an instance that is no Error', new Map(), 'Map'],
    ['Object without a prototype', Object.create(null), 'Object'],
    ['its kind if it is no object', 5n, 'bigint'],
  ])('has as type %s', (_, thrown, type) => {
    expect(serializeError(thrown).type).toBe(type)
  })

  it('has as message what an object says, or what it holds', () => {
    expect(serializeError({ message: 'said' }).message).toBe('said')
    expect(serializeError({ code: 7 }).message).toBe('{"code":7}')
    expect(serializeError(() => 1).message).toBe('function ')
    expect(serializeError(Symbol('sign')).message).toBe('Symbol(sign)')
  })

  it('makes plain data of fields, as far as it goes', () => {
    const cyclic: Record<string, unknown> = { a: 1 }
    cyclic['self'] = cyclic
    const fields = {
      run: () => 1,
      sign: Symbol('sign'),
      when: new Date(0),
      bytes: new Uint8Array(3),
      inner: new RangeError('inner'),
      cyclic,
      list: [undefined, () => 1, 5],
      instance: new Map([[1, 2]]),
    }
    const { fields: plain } = serializeError(Object.assign(new Error('m'), fields))
    expect(plain).toMatchObject({
      sign: 'Symbol(sign)',
      when: '1970-01-01T00:00:00.000Z',
      bytes: '[Uint8Array of 3 bytes]',
      inner: { type: 'RangeError', message: 'inner' },
      cyclic: { a: 1, self: '[circular]' },
      list: [null, null, 5],
      instance: {},
    })
    expect(plain).not.toHaveProperty('run')
  })

  it('is bounded: deep causes, deep fields and long lists are cut', () => {
    const deepCause = Array.from({ length: 1_000 }).reduce<unknown>((cause) => new Error('link', { cause }), undefined)
    const deepField = Array.from({ length: 1_000 }).reduce<unknown>((inner) => ({ inner }), 'end')
    const wide = Array.from({ length: 100_000 }, (_, index) => ({ index }))
    const serialized = serializeError(Object.assign(new Error('m', { cause: deepCause }), { deepField, wide }))
    expect(JSON.stringify(serialized).length).toBeLessThan(100_000)
  })

  it('is bounded: a text longer than SWF carries is cut, in a message, a field, a thrown text and a stack', () => {
    const long = 'a'.repeat(1_000_000)
    const error = Object.assign(new Error(long), { body: long, list: [long] })
    error.stack = `Error: m\n    at ${long}`
    const { message, fields, stack } = serializeError(error)
    const texts = [message, fields['body'], stack, serializeError(long).message, ...[fields['list']].flat()]
    for (const text of texts) expect(text).toMatch(/^.{32768}…$/s)
    expect(texts).toHaveLength(5)
  })

  it('keeps __proto__ as a name like any other', () => {
    const error = Object.defineProperty(new Error('m'), '__proto__', { value: { polluted: 1 }, enumerable: true })
    const { fields } = serializeError(error)
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
    expect(Object.keys(fields)).toStrictEqual(['__proto__'])
  })

  it('comes of anything: causes that turn in a circle, getters and proxies that throw', () => {
    const circular = new Error('circular')
    circular.cause = circular
    expect(serializeError(circular)).not.toHaveProperty('cause')
    const trap = (): never => {
      throw new Error('trap')
    }
    const proxy = new Proxy({}, { get: trap, ownKeys: trap, getPrototypeOf: trap, has: trap })
    expect(serializeError(proxy).message).toBe('[reading it threw: trap]')
    expect(serializeError(Object.assign(new Error('m'), { proxy }))).toMatchObject({ message: 'm' })
    expect(serializeError({ toString: trap, message: { toString: trap } }).message).toBe('[object]')
  })
})
