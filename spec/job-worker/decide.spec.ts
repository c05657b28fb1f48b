import type { ActivityTaskTimeoutType, Decision, EventType, ScheduleActivityTaskFailedCause } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { errorOfDetails } from '../../lib/flow/job-failure.js'
import { decodeResultInput } from '../../lib/flow/result-activity.js'
import { encodeStart, type JobStart } from '../../lib/flow/templates.js'
import { decide, UNDELIVERED_MARKER } from '../../lib/job-worker/decide.js'
import { capture } from '../fixtures/wire/capture.js'
import { capturedDecisions } from './captured-flow.js'
import { History } from './history.js'

const pricing = { className: 'Pricing', method: 'quote', args: { item: 'x' } }
const awaited: JobStart = { ...pricing, key: 'result_key: 1', resultTaskList: 'mine' }

function started(start: JobStart = awaited): History {
  return new History(encodeStart(start))
}

function scheduled(decisions: readonly Decision[]) {
  expect(decisions).toHaveLength(1)
  return decisions[0]?.scheduleActivityTaskDecisionAttributes ?? expect.fail('nothing is scheduled')
}

function outcomeIn(decisions: readonly Decision[]) {
  return decodeResultInput(scheduled(decisions).input).outcome
}

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

  it.each(['quoted_symbol_keys', 'not_in_an_array'])('for the start %s is a failure here too', (name) => {
    const [decision] = decide(new History(starts[name]?.input).events, [])
    expect(decision?.decisionType).toBe('FailWorkflowExecution')
    expect(decision?.failWorkflowExecutionDecisionAttributes?.reason).toMatch(/must/)
  })
})

describe('the default workflow', () => {
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

describe('a job that fails', () => {
  it('tells who waits, then fails the workflow, with what the worker threw', () => {
    const details = '--- !ruby/exception:RuntimeError\nmessage: no stock\n---\n- a.rb:1\n'
    const history = started().decidedHere().failed('no stock', details)
    const delivery = decide(history.events, [])
    expect(outcomeIn(delivery)).toStrictEqual({
      status: 'failed',
      code: 'ERR_RESULT_JOB_FAILED',
      failure: { type: 'RuntimeError', message: 'no stock', stack: '    at a.rb:1', fields: {} },
    })
    const [closing] = decide(history.decided(delivery).completed('---\n').events, [])
    expect(closing?.failWorkflowExecutionDecisionAttributes?.reason).toBe('no stock')
    const { cause } = errorOfDetails(undefined, closing?.failWorkflowExecutionDecisionAttributes?.details)
    expect(cause).toMatchObject({ type: 'RuntimeError', message: 'no stock' })
  })

  it.each<ActivityTaskTimeoutType>(['START_TO_CLOSE', 'SCHEDULE_TO_START', 'SCHEDULE_TO_CLOSE', 'HEARTBEAT'])(
    'by the timeout %s says so',
    (timeoutType) => {
      const history = started().decidedHere().timedOut(timeoutType)
      expect(outcomeIn(decide(history.events, []))).toMatchObject({
        status: 'failed',
        code: 'ERR_RESULT_JOB_TIMED_OUT',
        failure: { message: `timed out: ${timeoutType}` },
      })
    },
  )

  it('by a mistyped name says so, and names the nearest activities', () => {
    const known = ['Pricing.quote', 'Pricing.quota', 'Billing.charge', 'Pricing.quoteAll']
    const history = started({ ...awaited, method: 'qoute' })
    history.notScheduled(decide(history.events, known), 'ACTIVITY_TYPE_DOES_NOT_EXIST')
    expect(outcomeIn(decide(history.events, known))).toMatchObject({
      status: 'failed',
      code: 'ERR_RESULT_JOB_NOT_SCHEDULED',
      failure: {
        message:
          'ACTIVITY_TYPE_DOES_NOT_EXIST: the activity type Pricing.qoute 1.0 is not registered in this domain; did you mean Pricing.quote or Pricing.quota or Pricing.quoteAll?',
        fields: { reason: 'ACTIVITY_TYPE_DOES_NOT_EXIST' },
      },
    })
    expect(scheduled(decide(history.events, known)).activityId).toBe('Activity2')
  })

  it.each<ScheduleActivityTaskFailedCause>(['OPEN_ACTIVITIES_LIMIT_EXCEEDED', 'DEFAULT_TASK_LIST_UNDEFINED'])(
    'since SWF did not schedule it (%s) says why',
    (cause) => {
      const history = started()
      history.notScheduled(decide(history.events, []), cause)
      expect(outcomeIn(decide(history.events, []))).toMatchObject({
        failure: { message: `SWF did not schedule Pricing.quote 1.0: ${cause}` },
      })
    },
  )

  it('before it began, by an input that cannot be read, says in which way', () => {
    const [decision] = decide(new History('--- hello\n').events, [])
    expect(decision?.failWorkflowExecutionDecisionAttributes?.reason).toMatch(/must be a list of one hash/)
    expect(decide(new History(undefined).events, [])[0]?.failWorkflowExecutionDecisionAttributes?.reason).toMatch(/missing/)
  })
})

describe('a result that cannot be delivered', () => {
  it('since it is too long for its result task is told, with the sizes, and the job completes all the same', () => {
    const result = `--- '${'x'.repeat(32_740)}'\n`
    const history = started().decidedHere().completed(result)
    const delivery = decide(history.events, [])
    expect(scheduled(delivery).input?.length).toBeLessThan(32_768)
    expect(outcomeIn(delivery)).toMatchObject({
      failure: { message: expect.stringMatching(/would be 32[78]\d\d characters, and SWF takes 32768/) },
    })
    const [closing] = decide(history.decided(delivery).completed('---\n').events, [])
    expect(closing?.completeWorkflowExecutionDecisionAttributes?.result).toBe(result)
  })

  it('since it is no YAML is told', () => {
    const history = started().decidedHere().completed('{"half": ')
    expect(outcomeIn(decide(history.events, []))).toMatchObject({ failure: { message: expect.stringMatching(/not YAML/) } })
  })

  it.each<[string, (history: History, delivery: readonly Decision[]) => History]>([
    ['fails', (history, delivery) => history.decided(delivery).failed('gone', undefined)],
    ['times out', (history, delivery) => history.decided(delivery).timedOut('SCHEDULE_TO_START')],
    ['cannot be scheduled', (history, delivery) => history.notScheduled(delivery, 'ACTIVITY_TYPE_DOES_NOT_EXIST')],
  ])('since its result task %s leaves a job that succeeded, and a marker', (_, end) => {
    const history = started().decidedHere().completed('--- 5\n')
    end(history, decide(history.events, []))
    const closing = decide(history.events, [])
    expect(closing.map(({ decisionType }) => decisionType)).toStrictEqual(['RecordMarker', 'CompleteWorkflowExecution'])
    expect(closing[0]?.recordMarkerDecisionAttributes?.markerName).toBe(UNDELIVERED_MARKER)
    expect(closing[1]?.completeWorkflowExecutionDecisionAttributes).toStrictEqual({ result: '--- 5\n' })

    history.markerRecorded(UNDELIVERED_MARKER).closeFailed('UNHANDLED_DECISION')
    expect(decide(history.events, [])).toStrictEqual(closing.slice(1))
  })

  it('of a job that failed leaves a job that failed', () => {
    const history = started().decidedHere().failed('no stock', undefined)
    history.decided(decide(history.events, [])).timedOut('SCHEDULE_TO_START')
    const closing = decide(history.events, [])
    expect(closing).toHaveLength(1)
    expect(closing[0]?.failWorkflowExecutionDecisionAttributes?.reason).toBe('no stock')
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
