import type { StartWorkflowExecutionInput } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { yamlDataConverter } from '../../lib/flow/converters/yaml-data-converter.js'
import { hasRuby, runRuby } from '../flow/compare-with-ruby.js'
import { capture } from '../fixtures/wire/capture.js'
import { capturedConversation, served } from './ruby-client.js'

/** What the captured jobs did, in JavaScript. */
const activities = {
  MyJobs: {
    async hello({ name }: { readonly name: string }) {
      return `Hello, ${name}!`
    },
    async echo(input: unknown) {
      return input
    },
    async empty_result() {},
    async boom({ why }: { readonly why: string }) {
      throw new RangeError(`boom: ${why}`)
    },
    async fail({ why }: { readonly why: string }) {
      throw new RangeError(`failed: ${why}`)
    },
  },
}

const hello = capturedConversation('flow_hello')
const echo = capturedConversation('flow_echo')
const emptyResult = capturedConversation('flow_empty_result')
const boom = capturedConversation('flow_boom_once')
const fail = capturedConversation('flow_fail')
const alone: Recorded = capture('start_get_result')
const variants: { readonly with_options: Recorded; readonly without_get_result: Recorded } = capture('start_variants')

interface Recorded {
  readonly request: StartWorkflowExecutionInput
}

/** A start, the result task's input that Ruby's decider wrote for it or would have written, and how the execution ends. */
const successes = [
  ['flow_hello', hello.start, hello.resultInput],
  ['flow_echo', echo.start, withStringKeys(echo.resultInput)],
  ['flow_empty_result', emptyResult.start, emptyResult.resultInput],
  ['start_get_result', alone.request, hello.resultInput],
  [
    'with_options',
    variants.with_options.request,
    "---\n- :key: 'result_key: 25a08a07-b6bd-4ec8-bca1-8f2a11774cad'\n  :result: Hello, options!\n",
  ],
] as const

/** An activity here that gets symbols as keys gets strings, and answers them. The two keys of the task itself are symbols. */
function withStringKeys(resultInput: string | undefined): string | undefined {
  return resultInput?.replaceAll(/^( {4,}):(\w+:)/gm, '$1$2')
}

describe('a start of the framework’s client, sent again unchanged', () => {
  it.each(successes)('(%s) is run, and its result is in its task to the letter', async (_, start, expected) => {
    const { resultInput, events } = await served(start, activities, 'COMPLETED')
    expect(events[0]?.workflowExecutionStartedEventAttributes?.input).toBe(start.input)
    expect(resultInput).toBe(expected)
  })

  it('that wants no result is run, and completes without a result task', async () => {
    const { events } = await served(variants.without_get_result.request, activities, 'COMPLETED')
    expect(events.filter(({ eventType }) => eventType === 'ActivityTaskScheduled')).toHaveLength(1)
    expect(events.at(-1)?.workflowExecutionCompletedEventAttributes?.result).toBe('--- Hello, nobody waits!\n')
  })

  it.each([
    ['flow_hello', hello, 'COMPLETED'],
    ['flow_echo', echo, 'COMPLETED'],
    ['flow_empty_result', emptyResult, 'COMPLETED'],
    ['flow_boom_once', boom, 'FAILED'],
  ] as const)('(%s) has the events that it had', async (_, { start, eventTypes }, end) => {
    const { events } = await served(start, activities, end)
    expect(events.map(({ eventType }) => eventType)).toStrictEqual([
      ...eventTypes,
      'DecisionTaskCompleted',
      end === 'COMPLETED' ? 'WorkflowExecutionCompleted' : 'WorkflowExecutionFailed',
    ])
  })

  it('of a job that raises ends in its result task to the letter, but for what only the worker knows', async () => {
    const { resultInput = '', events } = await served(boom.start, activities, 'FAILED')
    const [before, cause] = resultInput.split('cause: ')
    const [capturedBefore, capturedCause] = boom.resultInput?.split('cause: ') ?? []
    expect(before).toBe(capturedBefore)
    expect(afterCause(cause)).toBe(afterCause(capturedCause))
    expect(failureIn(resultInput)).toMatchObject({
      variables: {
        cause: { className: 'StandardError', message: 'boom: no retry', variables: { javascript_class: 'RangeError' } },
        details: expect.stringMatching(/^--- !ruby\/exception:StandardError\n(.+\n)+---\n- \S*boom /),
      },
    })
    expect(events.at(-1)?.workflowExecutionFailedEventAttributes?.reason).toBe('boom: no retry')
  })

  it('of a job that has a Kernel method’s name runs it, where the framework’s decider called Kernel’s', async () => {
    const { resultInput, events } = await served(fail.start, activities, 'FAILED')
    expect(resultInput?.split('\n')[1]).toBe(fail.resultInput?.split('\n')[1])
    expect(events.filter(({ eventType }) => eventType === 'ActivityTaskFailed')).toHaveLength(4)
    expect(failureIn(resultInput)).toMatchObject({
      className: 'AWS::Flow::ActivityTaskFailedException',
      message: 'failed: kernel method name',
    })
  })
})

/** The members that follow the cause, up to the text of the details. */
function afterCause(text: string | undefined): string | undefined {
  return /^ {6}reason: .*\n {6}details: \|\n/m.exec(text ?? '')?.[0]
}

function failureIn(resultInput: string | undefined): unknown {
  const list = yamlDataConverter.load(resultInput ?? '')
  return Array.isArray(list) ? Object(list[0]).result.failure : undefined
}

interface Received {
  readonly key: string
  readonly result: unknown
}

describe.skipIf(!hasRuby)('the framework’s result worker', () => {
  function receive(...resultInputs: readonly unknown[]): readonly Received[] {
    return JSON.parse(runRuby('receive.rb', resultInputs))
  }

  it.each([
    ['flow_hello', hello],
    ['flow_echo', echo],
    ['flow_empty_result', emptyResult],
  ])('takes from the result task of %s the key and the value that it took from its own', async (_, captured) => {
    const { resultInput } = await served(captured.start, activities, 'COMPLETED')
    const [ours, theirs] = receive(resultInput, captured.resultInput)
    expect(ours).toStrictEqual(theirs)
    expect(captured.start.input).toContain(`key: '${ours?.key}'`)
  })

  it('takes from that of a job that raises an exception of the framework’s, whose cause it can load', async () => {
    const { resultInput } = await served(boom.start, activities, 'FAILED')
    const [ours, theirs] = receive(resultInput, boom.resultInput)
    expect(ours?.key).toBe(theirs?.key)
    const exception = (className: string, message: string, variables: unknown) =>
      ['exception', className, message, null, variables] as const
    const failure = (causeClass: string, causeVariables: unknown) => [
      'hash',
      'Hash',
      [
        [
          ['string', 'failure'],
          exception('AWS::Flow::ActivityTaskFailedException', 'boom: no retry', [
            ['@id', ['number', '18']],
            ['@activity_id', ['string', 'Activity2']],
            ['@cause', exception(causeClass, 'boom: no retry', causeVariables)],
            ['@reason', ['string', 'boom: no retry']],
            ['@details', ['string', expect.any(String)]],
          ]),
        ],
      ],
      [],
    ]
    expect(theirs?.result).toStrictEqual(failure('RuntimeError', []))
    expect(ours?.result).toStrictEqual(failure('StandardError', [['@javascript_class', ['string', 'RangeError']]]))
  })
})
