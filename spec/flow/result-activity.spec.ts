import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import {
  decodeResultInput,
  encodeFailureInput,
  encodeResultInput,
  forwardResultInput,
} from '../../lib/flow/inputs/result-input.js'
import { rubyException, rubyObject, rubySymbol } from '../../lib/flow/ruby-values/index.js'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { capture } from '../fixtures/wire/capture.js'

interface ResultTask {
  readonly activityAnswered: { readonly target: string; readonly result?: string } | null
  readonly resultTaskInput: string | null
}

const captured: Record<string, ResultTask> = capture('result_tasks')
const tasks = Object.entries(captured)
const key = 'result_key: 1'

function decoded(name: string): ReturnType<typeof decodeResultInput> {
  return decodeResultInput(captured[name]?.resultTaskInput ?? undefined)
}

describe('a result task', () => {
  it('is to the letter what the framework writes', () => {
    expect(encodeResultInput('result_key: k', { name: 'AWS', list: [1] })).toBe(
      "---\n- :key: 'result_key: k'\n  :result:\n    name: AWS\n    list:\n    - 1\n",
    )
    expect(encodeResultInput('result_key: k', null)).toBe("---\n- :key: 'result_key: k'\n  :result:\n")
  })

  it.each(tasks.filter(([, task]) => task.activityAnswered?.result !== undefined && task.resultTaskInput !== null))(
    'hands on %s so that it is read as the framework’s own',
    (_, { activityAnswered, resultTaskInput }) => {
      const expected = decodeResultInput(resultTaskInput ?? undefined)
      expect(decodeResultInput(forwardResultInput(expected.key, activityAnswered?.result ?? ''))).toStrictEqual(expected)
    },
  )

  it('hands on any plain data as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const { outcome } = decodeResultInput(forwardResultInput(key, yamlDataConverter.dump(value)))
        expect(outcome).toStrictEqual({ status: 'completed', value })
      }),
    )
  })

  it.each([
    ['a tag of YAML itself', '--- !!binary "aGk="\n'],
    ['a tag of YAML itself that says nothing', '--- !<tag:yaml.org,2002:> x\n'],
    ['a tag of more than one sign', '--- !<!e!x> x\n'],
    ['a tag of YAML itself with such a sign', '--- !<tag:yaml.org,2002:a!b> x\n'],
    ['a tag that is percent-encoded, but for a part', '--- !ruby/struct:%C3+%89 {a: 1}\n'],
    ['a tag of YAML itself that is percent-encoded twice', '--- !!bin%2561ry aGk=\n'],
    ['a tag with half a surrogate pair', '--- !<a\ud800> x\n'],
    ['a symbol with a character that not every reader takes', '--- :a\ufeff\n'],
    ['a symbol as key with such a character', '? &a :"a\ufeff" b\n: *a\n'],
    ['a tag without a text as key', '!ruby/symbol : 1\na: 2\n'],
    ['an anchor without a text as key', '&a : 1\na: *a\n'],
    ['a tag without a text as the first key of a hash with a tag', '--- !ruby/hash:H\n? !ruby/symbol\n: 1\n'],
  ])('hands on %s as it was', (_, text) => {
    const { outcome } = decodeResultInput(forwardResultInput(key, text))
    expect(outcome).toStrictEqual({ status: 'completed', value: yamlDataConverter.load(text) })
  })

  it.each<[string, unknown]>([
    ['hello', 'Hello, AWS!'],
    ['echo', { name: 'AWS', list: [1, rubySymbol('two'), 'three'], nested: { k: null } }],
    ['empty_result', null],
    ['value_string_like_int', '12'],
    ['value_integer_2653', 2653],
    ['value_float_nan', Number.NaN],
    [
      'value_shared_refs',
      [
        [1, 2],
        [1, 2],
      ],
    ],
    ['worker_only_value', rubyObject('WorkerOnlyBox', { content: 'secret' })],
  ])('with the captured value %s is decoded', (name, value) => {
    expect(decoded(name).outcome).toStrictEqual({ status: 'completed', value })
  })

  it('with an exception under :failure is a failure: class, message, frames and cause of what the worker raised', () => {
    expect(decoded('known_error').outcome).toMatchObject({
      status: 'failed',
      code: 'ERR_RESULT_JOB_FAILED',
      failure: { type: 'LabKnownError', message: 'a class the client knows', fields: { code: 42 } },
    })
    const { outcome } = decoded('boom')
    expect(outcome.status === 'failed' && outcome.failure.stack).toMatch(
      /^ {4}at \/home\/somebody\/lab\/ruby\/jobs\.rb:20:in `boom'\n/,
    )
  })

  it('of a job that failed in the decider is a failure under its own class', () => {
    expect(decoded('fail').outcome).toStrictEqual({
      status: 'failed',
      code: 'ERR_RESULT_JOB_FAILED',
      failure: { type: 'TypeError', message: 'exception class/object expected', fields: {} },
    })
  })

  it('of a worker that gave no details is a failure all the same', () => {
    expect(decoded('string_of_40000').outcome).toMatchObject({
      status: 'failed',
      failure: { type: 'AWS::Flow::ActivityTaskFailedException', message: /^An Activity cannot send a response/ },
    })
  })

  it.each([
    [
      'ActivityTaskTimedOutException',
      'START_TO_CLOSE',
      'ERR_RESULT_JOB_TIMED_OUT',
      'timed out: START_TO_CLOSE (it took longer than it may)',
    ],
    ['ScheduleActivityTaskFailedException', 'no such type', 'ERR_RESULT_JOB_NOT_SCHEDULED', 'no such type'],
  ])('tells %s apart by its code', (name, message, code, expected) => {
    const input = encodeFailureInput(key, rubyException(`AWS::Flow::${name}`, message, { variables: { id: 7 } }))
    expect(decodeResultInput(input).outcome).toMatchObject({ status: 'failed', code, failure: { message: expected } })
  })

  it('with a value that merely looks like a failure is a result', () => {
    const value = { failure: { message: 'x' } }
    expect(decodeResultInput(encodeResultInput(key, value)).outcome).toStrictEqual({ status: 'completed', value })
    const two = `---\n- :key: k\n  :result:\n    :failure: !ruby/exception:X\n      message: m\n    :more: 1\n`
    expect(decodeResultInput(two).outcome.status).toBe('completed')
  })

  it('may have strings as keys, as JSON has', () => {
    expect(decodeResultInput('[{"key": "k", "result": {"a": 1}}]')).toStrictEqual({
      key: 'k',
      outcome: { status: 'completed', value: { a: 1 } },
    })
  })
})

describe('a bad result task is refused with the reason', () => {
  const malformed: Record<string, { readonly input: unknown }> = capture('malformed_inputs')
  const input = (name: string): string => String(malformed[name]?.input)

  it.each<[string, string | undefined, RegExp]>([
    ['no input', undefined, /got no input/],
    ['an empty input', '', /got no input/],
    ['nil', '---\n', /got nil/],
    ['a text', input('scalar'), /got a string/],
    ['a hash not in a list', input('hash_not_in_array'), /got a hash/],
    ['an empty list', '--- []\n', /got a list of 0/],
    ['two arguments', input('two_arguments'), /got a list of 2/],
    ['a list of text', '---\n- x\n', /got a list of a string/],
    ['a list of a list', '---\n- - 1\n', /got a list of a list/],
    ['no key', '---\n- :result: 1\n', /a hash without :key/],
    ['keys that are strings with colons', input('json_symbol_keys'), /a hash without :key/],
    ['no result', input('no_result'), /a hash without :result/],
    ['a number as key', '---\n- :key: 5\n  :result: 1\n', /a number as :key/],
    ['nil as key', '---\n- :key:\n  :result: 1\n', /nil as :key/],
    ['a hash as key', '---\n- :key: {}\n  :result: 1\n', /a hash as :key/],
    ['no YAML', input('not_yaml'), /not YAML/],
    ['an exception alone', '---\n- !ruby/exception:X\n  message: m\n', /a hash without :key/],
    ['brackets without end', '['.repeat(30_000), /nested deeper/],
  ])('%s', (_, bad, message) => {
    expect(() => decodeResultInput(bad)).toThrow(FlowFormatError)
    expect(() => decodeResultInput(bad)).toThrow(message)
  })
})
