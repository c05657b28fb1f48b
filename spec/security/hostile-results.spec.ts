import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ResultService } from '../../lib/index.js'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { LIMITS } from '../../lib/base/limits.js'
import { loadJobFormat } from '../../lib/flow/formats/load-job-format.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { ResultTaskSender } from '../support/result-tasks.js'

const CHOICES = ['yaml', 'json'] as const
/** JSON is YAML, too. */
const task = (key: string, result: string): string => `[{"key": ${JSON.stringify(key)}, "result": ${result}}]`
const list = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join(',')

let swf: LocalSwf
let sender: ResultTaskSender
beforeAll(async () => {
  swf = await LocalSwf.start()
  sender = new ResultTaskSender(swf)
})
afterAll(async () => {
  sender.destroy()
  await swf.stop()
})

describe.each(CHOICES)('a hostile result, read as %s, arrives as data', (dataConverter) => {
  let service: ResultService
  let taskList: string
  beforeAll(async () => {
    service = new ResultService({ swf: swf.clientOptions, dataConverter, signals: false })
    taskList = await service.start()
  })
  afterAll(async () => void (await service.stop({ drainMs: 0 })))

  async function received(result: string): Promise<unknown> {
    const { key, promise } = service.createResult()
    await sender.send([{ taskList, input: task(key, result) }])
    return promise
  }

  it.each([
    ['a then', '{"then": "function () {}", "catch": 1, "finally": null}'],
    ['a then that is an object', '{"then": {"call": 1, "apply": 2}}'],
    [
      'keys of Object.prototype',
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": 1, "valueOf": 2}',
    ],
    ['a toJSON', '{"toJSON": "x", "inspect": 1}'],
    ['three thousand keys', `{${list(3_000, (i) => `"k${i}":1`)}}`],
    ['one giant string', JSON.stringify('x'.repeat(32_000))],
    ['a list of lists', `[${list(10_000, () => '[]')}]`],
  ])('with %s', async (_, result) => {
    const value = await received(result)
    // Not vitest's own equality, which takes an own key __proto__ for the prototype.
    expect(isDeepStrictEqual(value, JSON.parse(result))).toBe(true)
    expect({}).not.toHaveProperty('polluted')
    expect(Object.getPrototypeOf(value)).toBe(Object.getPrototypeOf(JSON.parse(result)))
  })
})

describe.each(CHOICES)('a hostile text, read as %s', async (choice) => {
  const format = await loadJobFormat(choice)

  it.each([
    ['an exponent beyond all numbers', '1.0e+999999999'],
    ['an exponent below all numbers', '-1.0e-999999999'],
    ['a number of thirty thousand digits', '9'.repeat(30_000)],
    ['a fraction of thirty thousand digits', `0.${'9'.repeat(30_000)}`],
    ['an exponent of thirty thousand digits', `1.0e+${'9'.repeat(30_000)}`],
  ])('%s is a number', (_, result) => {
    const { outcome } = format.decodeResultInput(task('k', result))
    expect(outcome).toMatchObject({ status: 'completed' })
    expect(['number', 'bigint']).toContain(typeof ('value' in outcome ? outcome.value : undefined))
  })

  it.each([
    ['100,000 keys', `{${list(100_000, (i) => `"${i}":1`)}}`],
    ['a scalar longer than SWF takes', JSON.stringify('x'.repeat(2 * LIMITS.data))],
    ['brackets without end', '['.repeat(30_000)],
    ['a nest', '['.repeat(15_000) + ']'.repeat(15_000)],
    ['a nest of maps', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
  ])('%s is refused', (_, result) => {
    expect(() => format.decodeResultInput(task('k', result))).toThrow(FlowFormatError)
  })
})
