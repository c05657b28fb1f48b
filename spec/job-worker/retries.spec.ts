import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { encodeStart } from '../../lib/flow/inputs/encode-start.js'
import { decodeRetryPolicy } from '../../lib/flow/inputs/retry-policy.js'
import type { RetrySettings } from '../../lib/protocol/job-description.js'
import { rubyException } from '../../lib/flow/ruby-values/index.js'
import { rubyFormat } from '../../lib/flow/formats/ruby-format.js'
import { failedOutcome } from '../../lib/flow/history/activity-end.js'
import { retryDelaySeconds } from '../../lib/job-worker/decisions/retry-delay.js'
import { encodeError } from '../../lib/flow/failures/encode-failure.js'
import { serializeError } from '../../lib/errors/serialized-error.js'
import { decide as decideIn } from '../../lib/job-worker/decisions/decide.js'
import { decideHere as decide } from './decide-here.js'
import { awaited, outcomeIn, scheduled } from './decisions.js'
import { History } from './history.js'

const rubyFailure = '--- !ruby/exception:Net::ReadTimeout\nmessage: slow\n---\n- a.rb:1\n'

function startedWith(retry: RetrySettings | undefined): History {
  return new History(encodeStart({ ...awaited, retry }))
}

function timerOf([decision]: readonly Decision[]): string | undefined {
  return decision?.startTimerDecisionAttributes?.startToFireTimeout
}

/** Runs the step until it is over, and gives the delays before its retries. */
function delaysOf(history: History, runId: string, details: string | undefined = rubyFailure): string[] {
  const delays: string[] = []
  for (;;) {
    history.decided(decide(history.events, [], runId)).failed('slow', details)
    const next = decide(history.events, [], runId)
    const delay = timerOf(next)
    if (delay === undefined) return delays
    delays.push(delay)
    history.decided(next).timerFired()
  }
}

describe('a step that SWF does not schedule because there are too many at that moment', () => {
  const tooMany = 'ACTIVITY_CREATION_RATE_EXCEEDED'

  it('is scheduled again after some seconds, as often as it takes, whatever its retry policy', () => {
    const history = startedWith({ maximumAttempts: 0 })
    for (let refusal = 1; refusal <= 10; refusal += 1) {
      history.notScheduled(decide(history.events, []), tooMany)
      const waiting = decide(history.events, [])
      expect(Number(timerOf(waiting))).toBeGreaterThanOrEqual(1)
      expect(Number(timerOf(waiting))).toBeLessThanOrEqual(Math.min(64, 2 ** refusal))
      history.decided(waiting).timerFired()
    }
    expect(scheduled(decide(history.events, [])).activityId).toBe('Activity11')
  })

  it('has as many retries left as before', () => {
    const history = startedWith(undefined)
    history.notScheduled(decide(history.events, []), tooMany)
    history.decidedHere().timerFired()
    expect(delaysOf(history, 'run')).toHaveLength(3)
  })

  it('is scheduled again at once if there are too many timers as well', () => {
    const history = startedWith(undefined)
    history.notScheduled(decide(history.events, []), tooMany)
    history.timerRefused('TIMER_CREATION_RATE_EXCEEDED')
    expect(scheduled(decide(history.events, [])).activityId).toBe('Activity2')
  })

  it('may be the result step: what the job returned is delivered later', () => {
    const history = startedWith(undefined).decidedHere().completed('--- 1\n')
    history.notScheduled(decide(history.events, []), tooMany)
    history.decidedHere().timerFired()
    expect(scheduled(decide(history.events, [])).activityType?.name).toBe('FlowDefaultResultActivityRuby.run')
  })
})

describe('a step that fails', () => {
  it('is run again three times unless told otherwise, after 2, 4 and 8 s and up to half as much more', () => {
    const history = startedWith(undefined)
    const [first, second, third, ...others] = delaysOf(history, 'run').map(Number)
    expect(others).toEqual([])
    expect(first).toBe(2)
    expect([4, 5]).toContain(second)
    expect([8, 9, 10, 11]).toContain(third)
    const delivery = decide(history.events, [])
    expect(outcomeIn(delivery)).toMatchObject({ status: 'failed', failure: { type: 'Net::ReadTimeout', message: 'slow' } })
    expect(scheduled(delivery).activityId).toBe('Activity5')
  })

  it('has delays that are the same for every decider of a run, and differ from run to run', () => {
    const long = { maximumAttempts: 6, initialRetryInterval: 1000 }
    expect(delaysOf(startedWith(long), 'one')).toEqual(delaysOf(startedWith(long), 'one'))
    expect(delaysOf(startedWith(long), 'one')).not.toEqual(delaysOf(startedWith(long), 'other'))
  })

  it.each<[string, RetrySettings, string[]]>([
    ['none', { maximumAttempts: 0 }, []],
    ['one', { maximumAttempts: 1, shouldJitter: false }, ['2']],
    [
      'a longer first interval and coefficient',
      { initialRetryInterval: 3, backoffCoefficient: 3, shouldJitter: false },
      ['3', '9', '27'],
    ],
    ['a longest interval', { maximumAttempts: 4, maximumRetryInterval: 5, shouldJitter: false }, ['2', '4', '5', '5']],
    ['an end', { maximumAttempts: Infinity, retryExpirationInterval: 20, shouldJitter: false }, ['2', '4', '8']],
    ['no other class', { exceptionsToInclude: ['Timeout'], shouldJitter: false }, []],
    ['its class', { exceptionsToInclude: ['Net::ReadTimeout'], shouldJitter: false }, ['2', '4', '8']],
    ['not its class', { exceptionsToExclude: ['Net::ReadTimeout'] }, []],
  ])('may be asked for: %s', (_, retry, delays) => {
    expect(delaysOf(startedWith(retry), 'run')).toEqual(delays)
  })

  it('is run again at once, or as late as SWF can, for as long as its policy says, however odd', () => {
    const failure = failedOutcome(rubyException('RuntimeError', 'slow'))
    const attempts = Array.from({ length: 2_000 }, (_, index) => ({
      typeName: 'A.b',
      activityId: `Activity${index}`,
      scheduledEventId: index,
      scheduledAtMs: 0,
      outcome: failure,
    }))
    const delay = (policy: object): number | undefined => retryDelaySeconds(decodeRetryPolicy(policy), attempts, 'run')
    expect(delay({ initial_retry_interval: 0 })).toBe(0)
    expect(delay({ initial_retry_interval: 0, backoff_coefficient: Infinity })).toBe(0)
    expect(delay({ initial_retry_interval: Infinity, backoff_coefficient: 0 })).toBe(0)
    expect(delay({ initial_retry_interval: Infinity })).toBe(99_999_999)
    expect(delay({})).toBe(99_999_999)
  })

  it('is judged by the JavaScript class of what was thrown', () => {
    const { details } = encodeError(serializeError(new RangeError('too many')))
    expect(delaysOf(startedWith({ exceptionsToExclude: ['RangeError'] }), 'run', details)).toEqual([])
    expect(delaysOf(startedWith({ exceptionsToExclude: ['TypeError'], shouldJitter: false }), 'run', details)).toHaveLength(3)
  })

  it.each([undefined, 'no exception'])('without details to judge by (%s) is final', (details) => {
    expect(delaysOf(startedWith(undefined), 'run', details ?? '')).toEqual([])
  })

  it('is run again after a timeout, and not when SWF could not schedule it', () => {
    const history = startedWith(undefined)
    history.decided(decide(history.events, [])).timedOut('HEARTBEAT')
    expect(timerOf(decide(history.events, []))).toBe('2')
    const refused = startedWith(undefined)
    refused.notScheduled(decide(refused.events, []), 'ACTIVITY_TYPE_DOES_NOT_EXIST')
    expect(scheduled(decide(refused.events, [])).activityType?.name).toBe('FlowDefaultResultActivityRuby.run')
  })

  it('is final where no timer may be started', () => {
    const history = startedWith(undefined)
    history.decided(decide(history.events, [])).failed('slow', rubyFailure)
    history.timerRefused()
    expect(scheduled(decide(history.events, [])).activityType?.name).toBe('FlowDefaultResultActivityRuby.run')
  })

  it('is decided the same wherever in the history a decider takes over', () => {
    const history = startedWith(undefined)
    delaysOf(history, 'run')
    const { events } = history
    for (let length = 1; length <= events.length; length += 1) {
      const seen = events.slice(0, length)
      if (seen.at(-1)?.eventType !== 'DecisionTaskStarted') continue
      const [decided] = decide(seen, [])
      const [next] = events.slice(length + 1)
      if (decided?.decisionType === 'StartTimer') expect(next?.eventType).toBe('TimerStarted')
      else if (next)
        expect(next.activityTaskScheduledEventAttributes?.activityId).toBe(scheduled(decided ? [decided] : []).activityId)
    }
  })
})

it('a history that another job wrote to is refused, with the reason', () => {
  const history = startedWith(undefined)
  history.decided(decide(new History(encodeStart({ ...awaited, className: 'Billing', method: 'charge' })).events, []))
  const [decision] = decide(history.events, [])
  expect(decision?.failWorkflowExecutionDecisionAttributes?.reason).toBe(
    'the history does not fit its input: Activity1 is Billing.charge, and the input asks only for Pricing.quote and FlowDefaultResultActivityRuby.run',
  )
})

it('of all the failures of a step a decision reads only the last one’s details, once', () => {
  const history = startedWith({ maximumAttempts: 30 })
  const read: string[] = []
  const format: typeof rubyFormat = {
    ...rubyFormat,
    decodeCause(details) {
      read.push(details)
      return rubyFormat.decodeCause(details)
    },
  }
  for (let failures = 1; failures <= 20; failures += 1) {
    const details = `--- !ruby/exception:RuntimeError\nmessage: failure ${failures}\n`
    history.decided(decide(history.events, [], 'run')).failed('slow', details)
    read.length = 0
    const next = decideIn({ events: history.events, knownActivities: [], runId: 'run', format })
    expect(read).toStrictEqual([details])
    history.decided(next).timerFired()
  }
})
