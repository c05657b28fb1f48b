import type { ActivityTaskTimeoutType, Decision, ScheduleActivityTaskFailedCause } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { decodeError } from '../../lib/flow/failures/decode-failure.js'
import { UNDELIVERED_MARKER } from '../../lib/job-worker/decisions/decide.js'
import { decideHere as decide } from './decide-here.js'
import { awaited, outcomeIn, scheduled, started } from './decisions.js'
import { History } from './history.js'

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
    const { cause } = decodeError(undefined, closing?.failWorkflowExecutionDecisionAttributes?.details)
    expect(cause).toMatchObject({ type: 'RuntimeError', message: 'no stock' })
  })

  it.each<ActivityTaskTimeoutType>(['START_TO_CLOSE', 'SCHEDULE_TO_START', 'SCHEDULE_TO_CLOSE', 'HEARTBEAT'])(
    'by the timeout %s says so',
    (timeoutType) => {
      const history = started().decidedHere().timedOut(timeoutType)
      expect(outcomeIn(decide(history.events, []))).toMatchObject({
        status: 'failed',
        code: 'ERR_RESULT_JOB_TIMED_OUT',
        failure: { message: expect.stringMatching(new RegExp(`^timed out: ${timeoutType} \\(.+\\)$`)) },
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
      failure: { message: expect.stringMatching(/would have 32[78]\d\d characters, and SWF takes at most 32768/) },
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
    retriesEnd(history, end)
    const closing = decide(history.events, [])
    expect(closing.map(({ decisionType }) => decisionType)).toStrictEqual(['RecordMarker', 'CompleteWorkflowExecution'])
    expect(closing[0]?.recordMarkerDecisionAttributes?.markerName).toBe(UNDELIVERED_MARKER)
    expect(closing[1]?.completeWorkflowExecutionDecisionAttributes).toStrictEqual({ result: '--- 5\n' })

    history.markerRecorded(UNDELIVERED_MARKER).closeFailed('UNHANDLED_DECISION')
    expect(decide(history.events, [])).toStrictEqual(closing.slice(1))
  })

  it('of a job that failed leaves a job that failed', () => {
    const history = started().decidedHere().failed('no stock', undefined)
    const gone = (delivering: History, delivery: readonly Decision[]) =>
      delivering.decided(delivery).timedOut('SCHEDULE_TO_START')
    gone(history, decide(history.events, []))
    retriesEnd(history, gone)
    const closing = decide(history.events, [])
    expect(closing).toHaveLength(1)
    expect(closing[0]?.failWorkflowExecutionDecisionAttributes?.reason).toBe('no stock')
  })
})

/** The result step is tried three times more: as long as a timer is asked for, it fires, and the next try ends like the first. */
function retriesEnd(history: History, end: (history: History, delivery: readonly Decision[]) => History): void {
  for (let next = decide(history.events, []); next[0]?.decisionType === 'StartTimer'; next = decide(history.events, [])) {
    history.decided(next).timerFired()
    end(history, decide(history.events, []))
  }
}
