import { describe, expect, it } from 'vitest'
import { decodeStart } from '../../lib/flow/inputs/decode-start.js'
import { FlowFormatError } from '../../lib/flow/flow-format-error.js'
import { encodeStart } from '../../lib/flow/inputs/encode-start.js'
import { capture } from '../fixtures/wire/capture.js'

const starts: Record<string, { readonly input: string }> = capture('accepted_starts')
const captured = starts['as_ruby_writes_it']?.input ?? ''

const threeRetries = expect.objectContaining({ maximumAttempts: 3, initialRetryInterval: 2, shouldJitter: true })

const withArgs = (args: string): string => captured.replace(':args:\n    :name: AWS\n', `:args:${args}\n`)

describe('a start decoded', () => {
  it('says which activity to run, on what, and who waits', () => {
    expect(decodeStart(captured)).toStrictEqual({
      step: { className: 'MyJobs', method: 'hello', version: '1.0', options: {}, retryPolicy: threeRetries },
      resultStep: {
        className: 'FlowDefaultResultActivityRuby',
        method: 'run',
        version: '1.0',
        options: { taskList: 'host:1:uuid', scheduleToStartTimeout: '60', startToCloseTimeout: '60' },
        retryPolicy: threeRetries,
        key: 'result_key: k',
      },
      activityInput: '---\n- :name: AWS\n',
    })
  })

  it('has every option of the activity that the client gave', () => {
    const options = {
      taskList: 'elsewhere',
      taskPriority: '-3',
      scheduleToCloseTimeout: '1',
      scheduleToStartTimeout: '2',
      startToCloseTimeout: '3',
      heartbeatTimeout: 'NONE',
    }
    const input = encodeStart({ className: 'A', method: 'b', version: '2.1', args: [], ...options })
    expect(decodeStart(input)).toStrictEqual({
      step: { className: 'A', method: 'b', version: '2.1', options, retryPolicy: threeRetries },
      activityInput: '---\n- []\n',
    })
  })

  it.each([
    ['1.0', '1.0'],
    ['2.50', '2.5'],
    ['3', '3'],
    ["'1.10'", '1.10'],
    [':beta', 'beta'],
  ])('has the version %s as Ruby’s to_s has it', (version, text) => {
    const input = captured.replace(/:version: '1.0'/, `:version: ${version}`)
    expect(decodeStart(input).step.version).toBe(text)
  })

  it('has the retry policy of a hash with a class of its own', () => {
    const input = captured.replace(
      /:exponential_retry:\n +:maximum_attempts: 3/,
      ':exponential_retry: !ruby/hash:ActiveSupport::HashWithIndifferentAccess\n          maximum_attempts: 2',
    )
    expect(decodeStart(input).step.retryPolicy).toMatchObject({ maximumAttempts: 2 })
  })

  it('has the retry policy that the client gave', () => {
    const retry = {
      maximumAttempts: 5,
      initialRetryInterval: 1,
      backoffCoefficient: 1.5,
      maximumRetryInterval: 60,
      retryExpirationInterval: 600,
      shouldJitter: false,
      exceptionsToInclude: ['StandardError'],
      exceptionsToExclude: ['ArgumentError', 'Net::ReadTimeout'],
    }
    const input = encodeStart({ className: 'A', method: 'b', args: [], retry })
    expect(decodeStart(input).step.retryPolicy).toStrictEqual(retry)
    expect(input).toContain(':exceptions_to_exclude:\n          - !ruby/class "ArgumentError"')
  })

  it.each([
    ['none', '', undefined],
    ['an empty one', ' {}', Infinity],
    ['one with text for a number', '\n          :maximum_attempts: "2"', 2],
    ['one that makes no sense', '\n          :maximum_attempts: -1', Infinity],
  ])('may have no retry policy, or an odd one: %s', (_, policy, maximumAttempts) => {
    const input = captured.replace(/:exponential_retry:\n +:maximum_attempts: 3/, `:exponential_retry:${policy}`)
    expect(decodeStart(input).step.retryPolicy?.maximumAttempts).toBe(maximumAttempts)
  })

  it.each([
    [
      ' !ruby/object:Order\n    total: !ruby/object:Rational\n      denominator: 3',
      '- !ruby/object:Order\n  total: !ruby/object:Rational\n    denominator: 3',
    ],
    [' &2\n    :a: &3 [1]\n    "b": *3', '- &2\n  :a: &3\n  - 1\n  b: *3'],
    [" '012'", "- '012'"],
    [' 012', '- 012'],
    [' !binary |-\n      aGk=', '- !binary "aGk="'],
    ["\n    ! '': 1\n    '<<': 2\n    ? [x]\n    : 3", '- ! "": 1\n  \'<<\': 2\n  ? - x\n  : 3'],
    [' *1', '- &1 !ruby/object:AWS::Flow::YAMLDataConverter {}'],
  ])('hands the argument%s on as it came', (args, input) => {
    expect(decodeStart(withArgs(args)).activityInput).toBe(`---\n${input}\n`)
  })

  it('goes by the last of equal keys, as Ruby does', () => {
    expect(decodeStart(captured.replace('  :args:', '  :args: 1\n  :args:'))).toStrictEqual(decodeStart(captured))
  })

  it('may name things by symbols, and have its options in a hash of another class', () => {
    const input = captured
      .replace('name: hello', 'name: :hello')
      .replace(':prefix_name: MyJobs', ':prefix_name: :MyJobs')
      .replace('options:\n', 'options: !ruby/hash:ActiveSupport::HashWithIndifferentAccess\n')
    expect(input).toMatch(/name: :hello[^]+options: !ruby[^]+:prefix_name: :MyJobs/)
    expect(decodeStart(input).step).toStrictEqual(decodeStart(captured).step)
  })

  it('keeps a tag that was decoded from ending early', () => {
    const withHandle = `%TAG !e! tag:example.org:\n${withArgs(' !e!A%0A-%20b {}')}`
    expect(decodeStart(withHandle).activityInput).toBe('---\n- !<tag:example.org:A%0A-%20b> {}\n')
  })
})

describe('a start that cannot be decoded says why', () => {
  it.each<[string, string | undefined, RegExp]>([
    ['no input', undefined, /missing/],
    ['no YAML', '---\n- :definition: "x\n', /not YAML/],
    ['a text', '--- hello\n', /list of one hash/],
    ['a hash not in a list', starts['not_in_an_array']?.input, /list of one hash/],
    ['keys that are strings with colons', starts['quoted_symbol_keys']?.input, /Input hash must contain key :definition/],
    ['no argument', captured.replace(':args:', ':other:'), /Input hash must contain key :args/],
    ['no step', captured.replace('step: !ruby/object:AWS::Flow::Templates::ActivityTemplate', 'other:'), /no step/],
    ['another template', captured.replace('Templates::ActivityTemplate', 'Templates::SequentialTemplate'), /SequentialTemplate/],
    ['no name', captured.replace('name: hello', 'other: hello'), /step has no name/],
    ['no class', captured.replace(':prefix_name: MyJobs', ':other: 1'), /step has no :prefix_name/],
    ['no key', captured.replace("key: 'result_key: k'", 'key: 5'), /result step has no key/],
    ['an alias to nothing', captured.replace(':name: AWS', ':name: *9'), /unknown alias \*9/],
  ])('%s', (_, input, message) => {
    expect(() => decodeStart(input)).toThrow(FlowFormatError)
    expect(() => decodeStart(input)).toThrow(message)
  })
})
