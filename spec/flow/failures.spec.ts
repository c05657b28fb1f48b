import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { encodeError, encodeFailure } from '../../lib/flow/failures/encode-failure.js'
import { decodeError } from '../../lib/flow/failures/decode-failure.js'
import { encodeFailureInput, decodeResultInput } from '../../lib/flow/inputs/result-input.js'
import { loadJobFormat } from '../../lib/flow/formats/load-job-format.js'
import { activityTaskFailedException } from '../../lib/flow/failures/activity-task-exceptions.js'
import { rubySet, rubySymbol, rubyTime } from '../../lib/flow/ruby-values/index.js'
import { serializeError, type SerializedError } from '../../lib/errors/serialized-error.js'
import { capture } from '../fixtures/wire/capture.js'

class OrderRejected extends Error {
  readonly code = 42
  readonly order = { id: 'o-1', lines: [1, 2] }
}

const rejected = serializeError(new OrderRejected('no stock', { cause: new RangeError('of 3') }))

/** As the caller of the job gets it: through the activity's answer, the decider and the result task. */
function delivered(error: SerializedError): SerializedError {
  const { reason, details } = encodeError(error)
  const exception = activityTaskFailedException({ eventId: 7, activityId: 'Activity1' }, reason, details)
  const input = encodeFailureInput('result_key: k', exception)
  expect(input.length).toBeLessThanOrEqual(32_768)
  const { outcome } = decodeResultInput(input)
  return outcome.status === 'failed' ? outcome.failure : expect.fail('it is no failure')
}

describe('an error on its way to Ruby', () => {
  it('is an exception of a class that every Ruby has, and its frames', () => {
    const error: SerializedError = {
      type: 'OrderRejected',
      message: 'no stock',
      stack: '    at quote (file:///app/pricing.js:3:9)\n    at async run (file:///app/run.js:1:1)',
      fields: { code: 42 },
      cause: { type: 'RangeError', message: 'of 3', fields: {} },
    }
    expect(encodeError(error)).toStrictEqual({
      reason: 'no stock',
      details: [
        '--- !ruby/exception:StandardError',
        'message: no stock',
        'javascript_class: OrderRejected',
        'fields:',
        '  code: 42',
        'cause: !ruby/exception:StandardError',
        '  message: of 3',
        '  javascript_class: RangeError',
        '---',
        '- quote (file:///app/pricing.js:3:9)',
        '- async run (file:///app/run.js:1:1)',
        '',
      ].join('\n'),
    })
  })

  it('has a reason of at most 256 characters, cut between characters', () => {
    expect(encodeError({ type: 'Error', message: 'x'.repeat(256), fields: {} }).reason).toBe('x'.repeat(256))
    const { reason } = encodeError({ type: 'Error', message: '😀'.repeat(200), fields: {} })
    expect(reason).toBe(`${'😀'.repeat(127)}…`)
  })

  it.each(['a', '"', '\n', '\u0001', '\ufffe', '😀', '\ud800'])(
    'fits into what SWF carries, in whatever it is written: many of %j',
    async (text) => {
      function error(cause?: Error): Error {
        const fields = Array.from({ length: 60 }, (_, index) => [`${index}${text.repeat(120)}`, text.repeat(1_000)])
        const made = Object.assign(new Error(text.repeat(2_000), { cause }), Object.fromEntries(fields))
        made.stack = `Error\n${`    at ${text.trim().repeat(300)}x\n`.repeat(60)}`
        return made
      }
      const serialized = serializeError(error(error(error())))
      for (const choice of ['yaml', 'json']) {
        const format = await loadJobFormat(choice)
        const { reason, details } = format.encodeError(serialized)
        expect(details.length).toBeLessThanOrEqual(32_768)
        const exception = activityTaskFailedException(
          { eventId: 7, activityId: 'Activity1' },
          reason,
          details,
          format.decodeCause,
        )
        const input = format.encodeFailureInput('result_key: k', exception)
        expect(input.length).toBeLessThanOrEqual(32_768)
        expect(format.decodeResultInput(input).outcome).toMatchObject({ failure: { type: 'Error', cause: { type: 'Error' } } })
      }
    },
  )

  it('has its class as reason if it has no message', () => {
    expect(encodeError(serializeError(new OrderRejected())).reason).toBe('OrderRejected')
  })

  it('is not lost when its fields cannot be written', () => {
    const cyclic: Record<string, unknown> = {}
    cyclic['self'] = cyclic
    const fields = { run: () => 1, cyclic, half: 'a\ud800', fine: 1, '\udc00': 2 }
    const { details } = encodeError({ type: 'Error', message: 'half \udfff', fields })
    const read = decodeError(undefined, details)
    expect(read.message).toBe('half \ufffd')
    expect(read.fields).toStrictEqual({
      run: expect.stringMatching(/^\[left out: .+function/),
      cyclic: expect.stringMatching(/^\[left out: .+cycle/),
      half: 'a\ufffd',
      fine: 1,
      '\ufffd': 2,
    })
  })
})

describe('an error that comes back', () => {
  it('has its other fields and causes if some together are more than can be written', () => {
    const big = Array.from({ length: 60_000 }, (_, index) => index)
    const cause: SerializedError = { type: 'Cause', message: 'c', fields: { big, code: 2 } }
    const read = delivered({ type: 'Odd', message: 'm', fields: { big, code: 1 }, cause })
    expect(read.fields).toStrictEqual({ big: expect.stringMatching(/^\[left out: \d+ characters\]$/), code: 1 })
    expect(read.cause?.fields['code']).toBe(2)
  })

  it('has fields of any name, and of any kind', () => {
    const fields = {
      $ruby: 'symbol',
      name: 'a',
      when: rubyTime(new Date(0)),
      state: rubySymbol('open'),
      bytes: Uint8Array.of(1, 2),
    }
    expect(delivered({ type: 'Odd', message: 'm', fields }).fields).toStrictEqual(fields)
  })

  it('has what is short of its fields if the rest is too long, also where one is named $ruby', () => {
    const fields = { $ruby: 'symbol', name: 'a', list: rubySet(Array.from({ length: 20_000 }, (_, index) => index)) }
    expect(delivered({ type: 'Odd', message: 'm', fields }).fields).toStrictEqual({
      $ruby: 'symbol',
      name: 'a',
      list: expect.stringMatching(/^\[left out: \d+ characters\]$/),
    })
  })

  it('is whole after the activity’s answer, the decider and the result task', () => {
    expect(delivered(rejected)).toStrictEqual(rejected)
    expect(rejected).toMatchObject({
      type: 'OrderRejected',
      fields: { code: 42, order: { id: 'o-1', lines: [1, 2] } },
      cause: { type: 'RangeError', message: 'of 3' },
    })
  })

  const long = 'x"\n'.repeat(20_000)
  const frames = Array.from({ length: 2_000 }, (_, index) => `    at frame${index} (file.js:${index})`).join('\n')
  const deepCause = Array.from({ length: 10 }).reduce<SerializedError>(
    (cause) => ({ type: 'Link', message: long, stack: frames, fields: { long }, cause }),
    { type: 'First', message: '', fields: {} },
  )
  it.each<[string, SerializedError]>([
    ['message', { type: 'TooLong', message: long, fields: { code: 1 } }],
    ['unprintable message', { type: 'TooLong', message: '\x01'.repeat(40_000), fields: { code: 1 } }],
    ['stack', { type: 'TooLong', message: 'm', stack: frames, fields: { code: 1 } }],
    ['field', { type: 'TooLong', message: 'm', fields: { code: 1, long, list: long.split('"') } }],
    ['class name', { type: `TooLong${long}`, message: 'm', fields: { code: 1 } }],
    [
      'list of fields',
      { type: 'TooLong', message: 'm', fields: { code: 1, ...Object.fromEntries(Object.entries(frames.split('\n'))) } },
    ],
    ['chain of causes', { type: 'TooLong', message: 'm', fields: { code: 1 }, cause: deepCause }],
  ])('has class, message and short fields, however long its %s is', (_, error) => {
    expect(encodeError(error).details.length).toBeLessThanOrEqual(32_768)
    const read = delivered(error)
    expect(read.type).toMatch(/^TooLong/)
    expect(read.message.slice(0, 100)).toBe(error.message.slice(0, 100))
    expect(read.stack?.slice(0, 200)).toBe(error.stack?.slice(0, 200))
    if (Object.keys(error.fields).length < 10) expect(read.fields['code']).toBe(1)
    expect(read.cause?.type).toBe(error.cause?.type)
  })
})

describe('an exception of a Ruby worker', () => {
  interface Answer {
    readonly activityAnswered: { readonly reason: string; readonly details: string }
  }
  const { known_error: captured }: Readonly<Record<'known_error', Answer>> = capture('result_tasks')
  const { reason, details } = captured.activityAnswered

  it('is read from its two documents', () => {
    const read = decodeError(reason, details)
    expect(read).toMatchObject({ type: 'LabKnownError', message: 'a class the client knows', fields: { code: 42 } })
    expect(read.stack?.split('\n')[0]).toBe("    at /home/somebody/lab/ruby/jobs.rb:24:in `known_error'")
  })

  it('is read from one document too, with an alias to its backtrace as the second', () => {
    const modern = '--- !ruby/exception:RuntimeError\nmessage: m\nbacktrace: &1\n- a.rb:1\n- b.rb:2\n--- *1\n'
    expect(decodeError(undefined, modern)).toStrictEqual({
      type: 'RuntimeError',
      message: 'm',
      stack: '    at a.rb:1\n    at b.rb:2',
      fields: {},
    })
  })

  it('is handed on by the decider as it came, in the framework’s own exception', () => {
    const input = encodeFailureInput('k', activityTaskFailedException({ eventId: 7, activityId: 'Activity1' }, reason, details))
    const [document] = parseAllDocuments(input, { schema: 'failsafe', logLevel: 'silent' })
    expect(document?.toJS()).toStrictEqual([
      {
        ':key': 'k',
        ':result': {
          ':failure': {
            message: reason,
            id: '7',
            activity_id: 'Activity1',
            cause: { message: reason, code: '42' },
            reason,
            details,
          },
        },
      },
    ])
    expect(input).toContain('cause: !ruby/exception:LabKnownError\n')
  })

  it.each([
    [undefined, undefined, 'failed without a reason', {}],
    ['why', '', 'why', {}],
    ['why', 'no yaml: [', 'why', { details: 'no yaml: [' }],
    ['why', '--- [1]\n', 'why', { details: '--- [1]\n' }],
  ])('that is none (%j, %j) still gives an error', (givenReason, givenDetails, message, fields) => {
    expect(decodeError(givenReason, givenDetails)).toStrictEqual({ type: 'Error', message, fields })
  })

  const long = 'x'.repeat(30_000)
  it.each([
    ['a reason with half a surrogate pair', 'a\ud800', details],
    ['no YAML, and half a surrogate pair', 'a', 'a\ud800: ['],
    ['no name of a class', 'a', `--- !ruby/exception:a-b\nmessage: ${long}\n`],
    ['no end to the name of a class', 'a', `--- !ruby/exception:X${long}${'x'.repeat(2_700)}\nmessage: m\n`],
    ['half a surrogate pair in a message', 'a', `--- !ruby/exception:X\nmessage: "\\ud800${long}"\n`],
    ['half a surrogate pair in a name', 'a', `--- !ruby/exception:X\nmessage: ${long}\n"\\ud800": 1\n`],
    ['no name of a class in a variable', 'a', `--- !ruby/exception:X\nmessage: ${long}\na: !ruby/exception:b {}\n`],
    ['half a surrogate pair in a frame', 'a', `--- !ruby/exception:X\nmessage: ${long}\n---\n- "\\ud800"\n`],
  ])('is told to whoever waits, and in the history, though it has %s', (_, givenReason, givenDetails) => {
    const exception = activityTaskFailedException({ eventId: 7, activityId: 'Activity1' }, givenReason, givenDetails)
    const input = encodeFailureInput('k', exception)
    expect(input.length).toBeLessThanOrEqual(32_768)
    expect(decodeResultInput(input).outcome.status).toBe('failed')
    const written = encodeFailure(exception.message, exception)
    expect(written.details.length).toBeLessThanOrEqual(32_768)
    expect(decodeError(undefined, written.details).message).toMatch(/^a\ufffd?$/)
  })
})
