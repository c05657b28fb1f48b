import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ResultValidationError } from '../../lib/errors/index.js'
import { PendingResult } from '../../lib/service/waiting/pending-result.js'
import { checkSchema } from '../../lib/service/waiting/check-schema.js'
import { schemaOf } from '../support/schema.js'

const pending = new PendingResult('result_key: k', 0, { timeoutMs: Infinity })

function trap(): never {
  throw new RangeError('trapped')
}

/** As schemas in JavaScript do, whose types nobody checks. */
function giving(result: unknown): Parameters<typeof schemaOf>[0] {
  return (): ReturnType<Parameters<typeof schemaOf>[0]> => JSON.parse('{}', () => result)
}

async function errorOf(schema: Parameters<typeof checkSchema>[1]): Promise<ResultValidationError> {
  const error: unknown = await checkSchema(pending, schema, 1).catch((thrown: unknown) => thrown)
  if (error instanceof ResultValidationError) return error
  throw new Error(`no ResultValidationError: ${inspect(error)}`)
}

const getter = (name: string): object => Object.defineProperty({}, name, { get: trap, enumerable: true })
const member = (name: string, value: unknown): object => Object.defineProperty({}, name, { value })
const reject = (_: unknown, onRejected: (why: unknown) => void): void => onRejected(new RangeError('trapped'))
const manyIssues = Array.from({ length: 1_000_000 }, (_, index) => ({ message: `issue ${index}` }))
const endless = Object.assign([{ message: 'one' }], {
  *[Symbol.iterator]() {
    while (true) yield { message: 'again' }
  },
})

describe('a schema that gives what none may give is a ResultValidationError all the same', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'right'],
    ['a function', () => 1],
    ['an object whose issues throw', getter('issues')],
    ['an object whose value throws', getter('value')],
    ['a proxy that throws', new Proxy({}, { get: trap })],
    ['a thenable that throws', getter('then')],
    ['a thenable that rejects', member('then', reject)],
  ])('%s: what is wrong is its cause', async (_, result) => {
    const error = await errorOf(schemaOf(giving(result)))
    expect(error).toMatchObject({ code: 'ERR_RESULT_VALIDATION', key: 'result_key: k', issues: [], cause: expect.anything() })
    expect(error.message).toBe('The schema for the result of "result_key: k" threw')
  })

  it.each<[string, unknown, RegExp]>([
    ['null', null, /the schema names no issues$/],
    ['a text', 'wrong', /the schema names no issues$/],
    ['an empty list', [], /the schema names no issues$/],
    ['a set', new Set([{ message: 'm' }]), /the schema names no issues$/],
    ['a proxy of a list', new Proxy([], { get: trap }), /the schema names no issues$/],
    ['a revoked proxy', revoked(), /the schema names no issues$/],
    ['a list of nothing', [null, undefined, 1], /: an issue (?:without a message|that cannot be read); an issue/],
    ['an issue whose message throws', [getter('message')], /: an issue that cannot be read$/],
    ['an issue whose message is a symbol', [{ message: Symbol('s') }], /: an issue without a message$/],
    ['an issue of 10 MB', [{ message: 'x'.repeat(10_000_000) }], /: x{500}$/],
    ['a million issues', manyIssues, /: issue 0; .*issue 9; and 999990 more$/],
    ['a list that is read without end', endless, /: one$/],
  ])('issues that are %s: the message is bounded', async (_, issues, message) => {
    const error = await errorOf(schemaOf(giving({ issues })))
    expect(error.message).toMatch(message)
    expect(error.message.length).toBeLessThan(6_000)
  })

  it.each<[string, object]>([
    ['throws', Object.defineProperty({}, '~standard', { get: trap })],
    ['is nothing', { '~standard': undefined }],
    ['has no validate', { '~standard': {} }],
    ['is behind a proxy', new Proxy({}, { get: trap, has: trap })],
  ])('a schema whose ~standard %s', async (_, schema) => {
    const error = await errorOf(Object.create(schema))
    expect(error.message).toMatch(/threw$/)
  })
})

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  return proxy
}
