import { describe, expect, it } from 'vitest'
import { encodeError } from '../../lib/flow/failures/encode-failure.js'
import { decodeError } from '../../lib/flow/failures/decode-failure.js'
import { serializeError } from '../../lib/errors/serialized-error.js'
import { rebuildError, transportError } from '../../lib/errors/transported-error.js'

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

const trap = (): never => {
  throw Object.create(null)
}
const traps = { get: trap, ownKeys: trap, getPrototypeOf: trap, has: trap, getOwnPropertyDescriptor: trap }

class Bytes extends Uint8Array {
  override get byteLength(): number {
    return trap()
  }
}

/** Own members that throw what cannot be read in its turn. */
function throwing(...names: readonly string[]): Error {
  return Object.defineProperties(new Error('m'), Object.fromEntries(names.map((name) => [name, { get: trap, enumerable: true }])))
}

const long = 'a'.repeat(10_000_000)
const manyFields = (): Error =>
  Object.assign(new Error('m'), Object.fromEntries(Array.from({ length: 1_000_000 }, (_, index) => [`f${index}`, 'x'])))
const nested = (levels: number): unknown[] =>
  Array.from({ length: 20 }, () => (levels === 0 ? { text: long } : nested(levels - 1)))

/** Made one by one, since a test's title would show them. */
const THROWN: Readonly<
  Record<string, { readonly make: () => unknown; readonly type: string; readonly message: string | RegExp }>
> = {
  null: { make: () => null, type: 'null', message: 'null' },
  undefined: { make: () => undefined, type: 'undefined', message: 'undefined' },
  'a proxy that throws on every access': { make: () => new Proxy({}, traps), type: 'Object', message: /^\[reading it threw/ },
  'a proxy of a function': { make: () => new Proxy(() => 1, traps), type: 'function', message: '[function]' },
  'a revoked proxy': { make: () => revoked({}), type: 'Object', message: /^\[reading it threw/ },
  'an error with a revoked list': {
    make: () => Object.assign(new Error('m'), { list: revoked([]) }),
    type: 'Error',
    message: 'm',
  },
  'an error of getters that throw': { make: () => throwing('stack', 'name', 'cause', 'code'), type: 'Error', message: 'm' },
  'an error whose message throws': { make: () => throwing('message'), type: 'Error', message: /^\[reading it threw/ },
  'an error whose message is a symbol': {
    make: () => Object.assign(new Error('m'), { message: Symbol('s') }),
    type: 'Error',
    message: 'Symbol(s)',
  },
  'an error whose message is a list': {
    make: () => Object.assign(new Error('m'), { message: [1, 2] }),
    type: 'Error',
    message: '1,2',
  },
  'an error with a long name': { make: () => Object.assign(new Error('m'), { name: long }), type: 'a'.repeat(256), message: 'm' },
  'an error with a stack of 100 MB': {
    make: () => Object.assign(new Error('m'), { stack: long.repeat(10) }),
    type: 'Error',
    message: 'm',
  },
  'an error with a million fields': { make: manyFields, type: 'Error', message: 'm' },
  'an error with a field of a long name': {
    make: () => Object.assign(new Error('m'), { [long]: 1 }),
    type: 'Error',
    message: 'm',
  },
  'an error with many long texts': {
    make: () => Object.assign(new Error('m'), { texts: nested(3) }),
    type: 'Error',
    message: 'm',
  },
  'an AggregateError of 100,000': {
    make: () =>
      new AggregateError(
        Array.from({ length: 100_000 }, () => new Error(long)),
        'm',
      ),
    type: 'AggregateError',
    message: 'm',
  },
  'an error of endless causes': { make: () => chain(100_000), type: 'Error', message: 'm' },
  'a list of a million': { make: () => Array.from({ length: 1_000_000 }, () => 1), type: 'Array', message: /^\{"0":1/ },
  megabytes: { make: () => new Uint8Array(100_000_000), type: 'Uint8Array', message: '[Uint8Array of 100000000 bytes]' },
  'bytes that throw': { make: () => new Bytes(1), type: 'Bytes', message: '[bytes]' },
  'a text in an object': { make: () => Object(long), type: 'String', message: /^a{32768}…$/ },
  'a bigint of a million digits': { make: () => 10n ** 1_000_000n, type: 'bigint', message: '[a bigint of more than 1024 bits]' },
  'a bigint in a field': {
    make: () => Object.assign(new Error('m'), { n: 10n ** 1_000_000n, few: 10n ** 40n }),
    type: 'Error',
    message: 'm',
  },
  'a symbol with a long text': { make: () => Symbol(long), type: 'symbol', message: /^Symbol\(a{32761}…$/ },
}

describe('whatever is thrown has a class and a message, is a bounded clone, and can be told in SWF and across the port', () => {
  it.each(Object.keys(THROWN))('%s', (name) => {
    const { make, type, message } = THROWN[name] ?? expect.fail()
    const thrown = make()
    const serialized = serializeError(thrown)
    expect(serialized.type).toBe(type)
    if (typeof message === 'string') expect(serialized.message).toBe(message)
    else expect(serialized.message).toMatch(message)
    const json = JSON.stringify(structuredClone(serialized), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(json.length).toBeLessThan(1_000_000)
    const { reason, details } = encodeError(serialized)
    expect(reason.length).toBeLessThanOrEqual(256)
    expect(details.length).toBeLessThanOrEqual(32_768)
    const beginning = serialized.message.slice(0, 40)
    expect(decodeError(reason, details).message.slice(0, 40)).toBe(beginning)
    expect(rebuildError(structuredClone(transportError(thrown))).message.slice(0, 40)).toBe(beginning)
  })
})

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

function chain(length: number): unknown {
  return Array.from({ length }).reduce<unknown>((cause) => new Error('m', { cause }), undefined)
}

describe('a stack', () => {
  it.each(['\r', '\u2028', '\u2029', '\t', ' ', '\u00a0', '\n', '\r\n', 'at ', '    at '])(
    'that is a message of 300,000 times %j is read at once, and its frames are found',
    (character) => {
      const error = new Error(character.repeat(Math.floor(300_000 / character.length)))
      expect(serializeError(error).stack).toMatch(/^[ \t]+at /)
    },
  )

  it('without frames is none', () => {
    expect(serializeError(Object.assign(new Error('m'), { stack: '\r'.repeat(300_000) }))).not.toHaveProperty('stack')
  })
})
