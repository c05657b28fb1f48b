import type { Decision, EventType } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { encodeStart } from '../../lib/flow/inputs/encode-start.js'
import { RESULT_ACTIVITY } from '../../lib/flow/names.js'
import { decideHere as decide } from './decide-here.js'
import { capture } from '../fixtures/wire/capture.js'
import { capturedDecisions } from './captured-flow.js'
import { awaited, pricing, scheduled, started } from './decisions.js'
import { History } from './history.js'

describe('what the framework’s decider decided', () => {
  it.each(['flow_hello', 'flow_echo', 'flow_empty_result'])('in %s is decided here to the letter', (name) => {
    const captured = capturedDecisions(name)
    expect(captured).toHaveLength(3)
    for (const { events, decisions } of captured) expect(decide(events, [])).toStrictEqual(decisions)
  })

  it('of a job that failed is decided here: the same result task, and the same end but for the decider’s own frames', () => {
    // The captured job was retried once; this decider takes the last attempt for the outcome, whoever decided it.
    const [, , , failed, closing] = capturedDecisions('flow_boom_once')
    expect(decide(failed?.events ?? [], [])).toStrictEqual(failed?.decisions)

    const [mine] = decide(closing?.events ?? [], [])
    const theirs = closing?.decisions[0]?.failWorkflowExecutionDecisionAttributes
    const attributes = mine?.failWorkflowExecutionDecisionAttributes
    expect(attributes?.reason).toBe(theirs?.reason)
    expect(attributes?.details?.split(/\n---\s/)[0]).toBe(theirs?.details?.split(/\n---\s/)[0])
  })

  interface AcceptedStart {
    readonly input: string
    readonly first: ReadonlyArray<Readonly<Record<string, unknown>>>
    readonly after_completion?: readonly unknown[]
  }
  const starts: Record<string, AcceptedStart> = capture('accepted_starts')
  const accepted = Object.entries(starts)
  const rejectedByRuby = new Set(['quoted_symbol_keys', 'not_in_an_array', 'flow_style'])

  it.each(accepted.filter(([name]) => !rejectedByRuby.has(name)))('for the start %s is decided here', (_, captured) => {
    const history = new History(captured.input)
    const first = decide(history.events, [])
    expect(first.map(snakeCase)).toStrictEqual(captured.first)
    history.decided(first).completed('--- fine\n')
    expect(decide(history.events, []).map(snakeCase)).toStrictEqual(captured.after_completion)
  })

  it.each([
    ['quoted_symbol_keys', 'Input hash must contain key :definition'],
    ['not_in_an_array', 'the input of the default workflow must be a list of one hash'],
    ['flow_style', 'not YAML: an unquoted text in a flow collection must not begin with a colon at line 1 column 3'],
  ])('for the start %s is a failure here too', (name, reason) => {
    const [theirs] = starts[name]?.first ?? []
    expect(theirs?.['decision_type']).toBe('FailWorkflowExecution')
    const decisions = decide(new History(starts[name]?.input).events, [])
    expect(decisions).toStrictEqual([
      {
        decisionType: 'FailWorkflowExecution',
        failWorkflowExecutionDecisionAttributes: { reason, details: expect.stringContaining(reason) },
      },
    ])
  })
})

describe('the default workflow', () => {
  it('takes a result step of any name, as the framework does', () => {
    const history = new History(
      encodeStart(awaited)
        .replace('name: run', 'name: deliver')
        .replaceAll(/FlowDefaultResult\w+/g, 'Mail'),
    )
    history.decided(decide(history.events, [])).completed('--- 5\n')
    const delivery = decide(history.events, [])
    expect(scheduled(delivery)).toMatchObject({ activityType: { name: 'Mail.deliver' }, taskList: { name: 'mine' } })
    const [closing] = decide(history.decided(delivery).completed('---\n').events, [])
    expect(closing?.completeWorkflowExecutionDecisionAttributes).toStrictEqual({ result: '--- 5\n' })
  })

  it('says that it cannot tell two steps of the same name apart', () => {
    const history = new History(encodeStart({ ...awaited, className: RESULT_ACTIVITY.className, method: RESULT_ACTIVITY.method }))
    expect(decide(history.events, [])[0]?.failWorkflowExecutionDecisionAttributes?.reason).toBe(
      'the step and the result step are the same activity, FlowDefaultResultActivityRuby.run',
    )
  })

  it('schedules the activity with the options given, and no others', () => {
    const start = { ...pricing, taskList: 'elsewhere', taskPriority: '2', startToCloseTimeout: '30', heartbeatTimeout: 'NONE' }
    expect(scheduled(decide(started(start).events, []))).toStrictEqual({
      activityType: { name: 'Pricing.quote', version: '1.0' },
      activityId: 'Activity1',
      input: '---\n- :item: x\n',
      taskList: { name: 'elsewhere' },
      taskPriority: '2',
      startToCloseTimeout: '30',
      heartbeatTimeout: 'NONE',
    })
  })

  it('completes without a result step when nobody waits', () => {
    const history = started(pricing).decidedHere().completed('--- 5\n')
    expect(decide(history.events, [])).toStrictEqual([
      { decisionType: 'CompleteWorkflowExecution', completeWorkflowExecutionDecisionAttributes: { result: '--- 5\n' } },
    ])
  })

  it('takes no result for nil', () => {
    const history = started(pricing).decidedHere().completed(undefined)
    expect(decide(history.events, [])[0]?.completeWorkflowExecutionDecisionAttributes).toStrictEqual({ result: '---\n' })
  })

  it.each<[string, (history: History, first: readonly Decision[]) => History]>([
    ['succeeds', (history, first) => history.decided(first).completed('--- 5\n')],
    ['fails', (history, first) => history.decided(first).failed('no stock', undefined)],
    ['times out', (history, first) => history.decided(first).timedOut('HEARTBEAT')],
    ['cannot be scheduled', (history, first) => history.notScheduled(first, 'ACTIVITY_TYPE_DOES_NOT_EXIST')],
  ])('decides the same wherever in the history of a job that %s it is asked', (_, end) => {
    const history = started()
    const first = decide(history.events, [])
    const second = decide(end(history, first).events, [])
    const last = decide(history.decided(second).completed('---\n').events, [])

    for (let length = 1; length <= history.events.length; length++) {
      const events = history.events.slice(0, length)
      const count = (...types: readonly string[]): number =>
        events.filter(({ eventType = '' }) => types.includes(eventType)).length
      const begun = count('ActivityTaskScheduled', 'ScheduleActivityTaskFailed')
      const over = count('ActivityTaskCompleted', 'ActivityTaskFailed', 'ActivityTaskTimedOut', 'ScheduleActivityTaskFailed')
      expect(decide(events, [])).toStrictEqual(begun > over ? [] : [first, second, last][over])
    }
  })

  it('survives what it does not know: signals, cancel requests, timers, markers of others, lost decisions', () => {
    const noise: EventType[] = [
      'WorkflowExecutionSignaled',
      'WorkflowExecutionCancelRequested',
      'TimerFired',
      'MarkerRecorded',
      'DecisionTaskTimedOut',
      'CompleteWorkflowExecutionFailed',
      // @ts-expect-error SWF may have event types that the SDK does not know
      'NoSuchEvent',
    ]
    const history = started()
    for (const eventType of noise) history.add(eventType)
    const first = decide(history.events, [])
    expect(scheduled(first).activityId).toBe('Activity1')
    history.decided(first)
    for (const eventType of noise) history.add(eventType)
    expect(decide(history.events, [])).toStrictEqual([])
    history.completed('--- 5\n')
    for (const eventType of noise) history.add(eventType)
    expect(scheduled(decide(history.events, [])).activityId).toBe('Activity2')
  })

  it('closes again after an unhandled decision, and no more where it may not close', () => {
    const history = started(pricing).decidedHere().completed('--- 5\n')
    const closing = decide(history.events, [])
    history.closeFailed('UNHANDLED_DECISION')
    expect(decide(history.events, [])).toStrictEqual(closing)
    history.closeFailed('OPERATION_NOT_PERMITTED')
    expect(decide(history.events, [])).toStrictEqual([])
  })
})

/** The captures of decided starts have Ruby's spelling of SWF's members. */
function snakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCase)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCase(member),
    ]),
  )
}
