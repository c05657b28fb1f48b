import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { JobFailedError, ResultTimeoutError, ResultWorker } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { ResultTaskSender } from '../support/result-tasks.js'
import { schemaOf } from '../support/schema.js'

let swf: LocalSwf
let sender: ResultTaskSender
let taskList: string

beforeAll(async () => {
  swf = await LocalSwf.start()
  taskList = await ResultWorker.start('FlowDefault', { swf: swf.clientOptions })
  sender = new ResultTaskSender(swf)
})

afterEach(() => expect(ResultWorker.health()).toMatchObject({ ok: true, pending: 0 }))

afterAll(async () => {
  await ResultWorker.stop()
  sender.destroy()
  await swf.stop()
})

const RECEIVED = { result: '---\n' }

describe('results', () => {
  test('200 results in random order settle the right promises', async () => {
    const waiting = Array.from({ length: 200 }, (_, number) => ({ number, ...ResultWorker.createResult() }))
    expect(ResultWorker.health().pending).toBe(200)
    const shuffled = waiting.toSorted((one, other) => one.key.localeCompare(other.key))
    for (let from = 0; from < shuffled.length; from += 50) {
      const answers = await sender.deliver(
        taskList,
        shuffled.slice(from, from + 50).map(({ key, number }) => [key, { number }]),
      )
      for (const answer of answers) expect(answer).toEqual(RECEIVED)
    }
    expect(await Promise.all(waiting.map(({ promise }) => promise))).toEqual(waiting.map(({ number }) => ({ number })))
    for (const { key } of waiting) expect(ResultWorker.getResultFuture(key)).toBeUndefined()
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['false', false],
    ['a number', -1.5],
    ['infinity', Infinity],
    ['not a number', NaN],
    ['the empty string', ''],
    ['a string that looks like something else', 'yes'],
    ['any Unicode', 'ünïcödé \u{1F600} \u0000\u0085\u2028 \r\n tail\n'],
    ['an empty array', []],
    ['an empty map', {}],
    ['a map with keys of Object.prototype', JSON.parse('{"__proto__": 1, "constructor": {"prototype": 2}}')],
    ['nested values', [{ list: [1, [2, { deep: 'three' }]] }, null]],
    ['a value called failure', { failure: { message: 'not one' } }],
  ])('%s arrives as it was sent', async (_, value) => {
    const { key, promise } = ResultWorker.createResult()
    await sender.deliver(taskList, [[key, value]])
    // Not vitest's own equality, which takes an own key __proto__ for the prototype.
    expect(isDeepStrictEqual(await promise, value)).toBe(true)
    expect({}).not.toHaveProperty('prototype')
  })

  test('the future of a key is the promise that was handed out, until it settles', async () => {
    const { key, promise } = ResultWorker.createResult()
    expect(ResultWorker.getResultFuture(key)).toBe(promise)
    expect(ResultWorker.getResultFuture('result_key: another')).toBeUndefined()
    await sender.deliver(taskList, [[key, 1]])
    await promise
    expect(ResultWorker.getResultFuture(key)).toBeUndefined()
  })

  test('a key that comes twice, late, or was never known is completed in SWF, counted, and ignored', async () => {
    const { late, settled } = ResultWorker.health()
    const twice = ResultWorker.createResult()
    const overdue = ResultWorker.createResult({ timeoutMs: 0 })
    const aborted = ResultWorker.createResult({ signal: AbortSignal.abort() })
    await expect(overdue.promise).rejects.toBeInstanceOf(ResultTimeoutError)
    await expect(aborted.promise).rejects.toMatchObject({ name: 'AbortError' })
    const first = await sender.deliver(taskList, [[twice.key, 'first']])
    const others = await sender.deliver(taskList, [
      [twice.key, 'second'],
      [overdue.key, 1],
      [aborted.key, 1],
      ['result_key: never', 1],
    ])
    expect([...first, ...others]).toEqual([RECEIVED, RECEIVED, RECEIVED, RECEIVED, RECEIVED])
    expect(await twice.promise).toBe('first')
    expect(ResultWorker.health()).toMatchObject({ late: late + 4, settled: settled + 3 })
  })

  test('a failure of the framework’s Ruby workers is a JobFailedError with the class, the message and the backtrace', async () => {
    const { key, promise } = ResultWorker.createResult()
    const input = [
      '---',
      `- :key: '${key}'`,
      '  :result:',
      '    :failure: !ruby/exception:AWS::Flow::ActivityTaskFailedException',
      "      message: 'boom: no retry'",
      '      cause: !ruby/exception:RuntimeError',
      "        message: 'boom: no retry'",
      '      details: |',
      '        --- !ruby/exception:RuntimeError',
      "        message: 'boom: no retry'",
      '        ---',
      '        - "jobs.rb:20:in `boom\'"',
      '',
    ].join('\n')
    expect(await sender.send([{ taskList, input }])).toEqual([RECEIVED])
    await expect(promise).rejects.toBeInstanceOf(JobFailedError)
    await expect(promise).rejects.toMatchObject({
      type: 'RuntimeError',
      message: 'boom: no retry',
      stack: expect.stringContaining('jobs.rb:20'),
    })
  })

  test('every ending can be heard on a diagnostics channel: data only, no payload', async () => {
    const heard: unknown[] = []
    const listen = (message: unknown): void => void heard.push(message)
    subscribe('swf-result-worker.result', listen)
    const good = ResultWorker.createResult()
    const overdue = ResultWorker.createResult({ timeoutMs: 0 })
    await expect(overdue.promise).rejects.toThrow()
    const aborted = ResultWorker.createResult({ signal: AbortSignal.abort() })
    const invalid = ResultWorker.createResult({ schema: schemaOf(() => ({ issues: [{ message: 'never' }] })) })
    const throwing = ResultWorker.createResult({
      schema: schemaOf(() => {
        throw new Error('a broken schema')
      }),
    })
    await sender.deliver(taskList, [
      [good.key, 'secret'],
      [good.key, 'secret'],
      [invalid.key, 'secret'],
      [throwing.key, 'secret'],
    ])
    await expect(invalid.promise).rejects.toMatchObject({ name: 'ResultValidationError', issues: [{ message: 'never' }] })
    await expect(throwing.promise).rejects.toMatchObject({ name: 'ResultValidationError', cause: { message: 'a broken schema' } })
    unsubscribe('swf-result-worker.result', listen)
    const expected = [
      { key: overdue.key, outcome: 'timed-out' },
      { key: aborted.key, outcome: 'aborted' },
      { key: good.key, outcome: 'completed' },
      { key: good.key, outcome: 'late' },
      { key: invalid.key, outcome: 'invalid' },
      { key: throwing.key, outcome: 'invalid' },
    ]
    expect(heard).toHaveLength(expected.length)
    expect(heard).toEqual(expect.arrayContaining(expected))
  })
})

describe('a task that is no result is failed with the reason, and the poller goes on', () => {
  const key = "'result_key: 1'"
  const badInputs: ReadonlyArray<readonly [string, string | undefined]> = [
    ['no input', undefined],
    ['a scalar', '--- foo\n'],
    ['a number', '--- 1\n'],
    ['nil', '---\n'],
    ['white space', '   \n  '],
    ['an empty array', '--- []\n'],
    ['an empty map', '--- {}\n'],
    ['a bare map', `---\n:key: ${key}\n:result: 1\n`],
    ['two arguments', `---\n- :key: ${key}\n  :result: 1\n- 2\n`],
    ['an array of arrays', `---\n- - :key: ${key}\n    :result: 1\n`],
    ['an array with nil', '---\n-\n'],
    ['a string in an array', '---\n- result\n'],
    ['no key', '---\n- :result: 1\n'],
    ['no result', `---\n- :key: ${key}\n`],
    ['a nil key', '---\n- :key:\n  :result: 1\n'],
    ['a number as key', '---\n- :key: 7\n  :result: 1\n'],
    ['an array as key', '---\n- :key: [1]\n  :result: 1\n'],
    ['a map as key', '---\n- :key: {a: 1}\n  :result: 1\n'],
    ['a boolean as key', '---\n- :key: true\n  :result: 1\n'],
    ['broken YAML', '---\n- :key: [unclosed\n'],
    ['a tab as indentation', `---\n- :key: ${key}\n\t:result: 1\n`],
    ['an unknown alias', `---\n- :key: ${key}\n  :result: *nowhere\n`],
    ['an unclosed quote', `---\n- :key: 'result_key: 1\n  :result: 1\n`],
    ['JSON', '{"key": "result_key: 1"}'],
    ['binary', '\u0001\u0002\u0003'],
    ['a bomb of aliases', bomb()],
    ['a nest', `---\n- :key: ${key}\n  :result: ${'['.repeat(2_000)}${']'.repeat(2_000)}\n`],
    ['a directive', '%YAML 9.9\n---\n- 1\n'],
    ['two documents', '--- 1\n--- 2\n'],
    ['a key twice', `---\n- :key: ${key}\n  :key: ${key}\n`],
  ]

  test.each(badInputs)('%s', async (_, input) => {
    const [answer] = await sender.send([{ taskList, input }])
    expect(answer).toMatchObject({ reason: expect.stringMatching(/\S/), details: expect.stringContaining('message:') })
    const good = ResultWorker.createResult()
    await sender.deliver(taskList, [[good.key, 'good']])
    expect(await good.promise).toBe('good')
  })

  test('another version of the activity', async () => {
    await sender.register('2.0')
    const [answer] = await sender.send([{ taskList, input: '---\n', version: '2.0' }])
    expect(answer).toMatchObject({ reason: expect.stringContaining('takes only FlowDefaultResultActivityRuby.run 1.0') })
  })
})

/** Nine levels of nine aliases: 387 million values in 600 characters. */
function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `    l${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(', ')}]`,
  )
  return ["---\n- :key: 'result_key: 1'\n  :result:\n    l0: &l0 boom", ...levels, ''].join('\n')
}
