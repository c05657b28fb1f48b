import type { HistoryEvent } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { OutcomeReader } from '../../lib/flow/history/outcome-reader.js'
import { rubyFormat } from '../../lib/flow/formats/ruby-format.js'
import type { Outcome } from '../../lib/protocol/outcome.js'
import { capturedDecisions } from '../job-worker/captured-flow.js'
import { decideHere } from '../job-worker/decide-here.js'
import { awaited, outcomeIn, started } from '../job-worker/decisions.js'
import type { History } from '../job-worker/history.js'

type ExecutionClose = Omit<HistoryEvent, 'eventId' | 'eventTimestamp'>

const closings: Readonly<Record<string, ExecutionClose>> = {
  COMPLETED: {
    eventType: 'WorkflowExecutionCompleted',
    workflowExecutionCompletedEventAttributes: closedBy({ result: '--- 6\n' }),
  },
  FAILED: { eventType: 'WorkflowExecutionFailed', workflowExecutionFailedEventAttributes: closedBy({ reason: 'no receiver' }) },
  TIMED_OUT: {
    eventType: 'WorkflowExecutionTimedOut',
    workflowExecutionTimedOutEventAttributes: { timeoutType: 'START_TO_CLOSE', childPolicy: 'TERMINATE' },
  },
  TERMINATED: {
    eventType: 'WorkflowExecutionTerminated',
    workflowExecutionTerminatedEventAttributes: { reason: 'by hand', cause: 'OPERATOR_INITIATED', childPolicy: 'TERMINATE' },
  },
  CANCELED: {
    eventType: 'WorkflowExecutionCanceled',
    workflowExecutionCanceledEventAttributes: closedBy({ details: 'as asked' }),
  },
  CONTINUED_AS_NEW: { eventType: 'WorkflowExecutionContinuedAsNew' },
}
const statuses = Object.keys(closings)
const badEnds = statuses.filter((status) => status !== 'COMPLETED' && status !== 'CONTINUED_AS_NEW')

function closedBy<Attributes>(attributes: Attributes): Attributes & { readonly decisionTaskCompletedEventId: number } {
  return { ...attributes, decisionTaskCompletedEventId: 1 }
}

function read(events: readonly HistoryEvent[]): Outcome | 'open' {
  const reader = new OutcomeReader(rubyFormat)
  events.toReversed().some((event) => reader.add(event))
  return reader.outcome()
}

function closed({ events }: { readonly events: readonly HistoryEvent[] }, status: string): Outcome | 'open' {
  const closing = { eventId: events.length + 1, eventTimestamp: new Date(0), eventType: undefined, ...closings[status] }
  return read([...events, closing])
}

const details = '--- !ruby/exception:RuntimeError\nmessage: boom\n---\n- "jobs.rb:20"\n'
const failure = { type: 'RuntimeError', message: 'boom', stack: '    at jobs.rb:20', fields: {} }
const running = (): History => started().decidedHere()
const retried = (): History =>
  started({ ...awaited, retry: { maximumAttempts: 1 } })
    .decidedHere()
    .failed('boom', details)

describe('a job whose step completed', () => {
  it.each(statuses)('has its value, though the execution is %s', (status) => {
    const value = { status: 'completed', value: 5 }
    expect(closed(running().completed('--- 5\n'), status)).toEqual(value)
    expect(closed(running().completed('--- 5\n').decidedHere(), status)).toEqual(value)
    expect(closed(running().completed('--- 5\n').decidedHere().timedOut('SCHEDULE_TO_START'), status)).toEqual(value)
  })

  it('has it while the execution is open', () => {
    expect(read(running().completed('--- 5\n').events)).toEqual({ status: 'completed', value: 5 })
  })

  it('has it after a retry, and none is nil', () => {
    expect(read(retried().decidedHere().timerFired().decidedHere().completed(undefined).events)).toEqual({
      status: 'completed',
      value: null,
    })
  })

  it('has failed if the value cannot be read', () => {
    expect(read(running().completed('- [').events)).toMatchObject({
      status: 'failed',
      code: 'ERR_RESULT_JOB_FAILED',
      failure: { message: expect.stringMatching(/^The job succeeded, but its result cannot be read: /) },
    })
  })
})

describe('a job whose step failed', () => {
  it.each<[string, (history: History) => History]>([
    ['threw', (history) => history.failed('boom', details)],
    ['failed without details', (history) => history.failed('boom', undefined)],
    ['timed out', (history) => history.timedOut('HEARTBEAT')],
    ['was canceled', (history) => history.canceled()],
  ])('because it %s has the failure that its result task brings', (_, fail) => {
    const history = fail(running())
    const brought = outcomeIn(decideHere(history.events))
    expect(read(history.events)).toBe('open')
    for (const status of badEnds) expect(closed(history, status)).toEqual(brought)
    expect(read(history.decidedHere().events)).toEqual(brought)
    for (const status of statuses) expect(closed(history, status)).toEqual(brought)
  })

  it('because SWF did not schedule it has SWF’s cause', () => {
    const history = started()
    history.notScheduled(decideHere(history.events), 'ACTIVITY_TYPE_DOES_NOT_EXIST')
    const outcome = { status: 'failed', code: 'ERR_RESULT_JOB_NOT_SCHEDULED' }
    expect(closed(history, 'TIMED_OUT')).toMatchObject(outcome)
    expect(closed(history, 'TIMED_OUT')).toEqual(outcomeIn(decideHere(history.events)))
    expect(read(history.decidedHere().events)).toMatchObject(outcome)
  })

  it('before a retry that never came has no failure of its own: the execution’s end is, and tells the last one', () => {
    const waiting = retried().decidedHere()
    expect(read(waiting.events)).toBe('open')
    expect(closed(waiting, 'TERMINATED')).toEqual({ status: 'closed', closeStatus: 'TERMINATED', reason: 'by hand', failure })
    const runsAgain = waiting.timerFired().decidedHere()
    expect(closed(runsAgain, 'TIMED_OUT')).toMatchObject({ status: 'closed', closeStatus: 'TIMED_OUT' })
    expect(closed(runsAgain.failed('boom', details), 'TIMED_OUT')).toMatchObject({ status: 'failed', failure })
  })
})

describe('a job without any outcome', () => {
  it.each<[string, string | undefined]>([
    ['FAILED', 'no receiver'],
    ['TIMED_OUT', undefined],
    ['TERMINATED', 'by hand'],
    ['CANCELED', 'as asked'],
  ])('ended as its execution did: %s', (closeStatus, reason) => {
    expect(closed(running(), closeStatus)).toMatchObject({ status: 'closed', closeStatus, reason })
    expect(closed(started(), closeStatus)).toMatchObject({ status: 'closed', closeStatus, reason })
  })

  it('whose decider failed it tells with what', () => {
    const events: HistoryEvent[] = [
      ...running().events,
      {
        eventId: 9,
        eventTimestamp: new Date(0),
        eventType: 'WorkflowExecutionFailed',
        workflowExecutionFailedEventAttributes: closedBy({ reason: 'boom', details }),
      },
    ]
    expect(read(events)).toEqual({ status: 'closed', closeStatus: 'FAILED', reason: 'boom', failure })
  })

  it('has the execution’s result, should its decider have done the work another way', () => {
    expect(closed(started(), 'COMPLETED')).toEqual({ status: 'completed', value: 6 })
  })

  it('is open while its execution is, or goes on as another run', () => {
    expect(read(running().events)).toBe('open')
    expect(read([])).toBe('open')
    expect(closed(running(), 'CONTINUED_AS_NEW')).toBe('open')
  })
})

describe('a captured history of the framework', () => {
  it.each<[string, Outcome | 'open']>([
    ['flow_hello', { status: 'completed', value: 'Hello, AWS!' }],
    [
      'flow_echo',
      { status: 'completed', value: { name: 'AWS', list: [1, { $ruby: 'symbol', name: 'two' }, 'three'], nested: { k: null } } },
    ],
    ['flow_empty_result', { status: 'completed', value: null }],
  ])('%s has the value that was sent, whoever closed it', (name, outcome) => {
    const captured = capturedDecisions(name)
    const [, , last] = captured
    for (const status of statuses) expect(closed({ events: last?.events ?? [] }, status)).toEqual(outcome)
    expect(captured.map(({ events }) => read(events))).toEqual(['open', outcome, outcome])
  })

  it.each(['flow_boom_once', 'flow_fail'])('%s has the failure that was sent', (name) => {
    const captured = capturedDecisions(name)
    const sent = outcomeIn(captured.at(-2)?.decisions ?? [])
    expect(sent.status).toBe('failed')
    for (const status of statuses) expect(closed({ events: captured.at(-1)?.events ?? [] }, status)).toEqual(sent)
    const before = captured.slice(0, -1).map(({ events }) => read(events))
    expect(before).not.toContainEqual(expect.objectContaining({ status: 'failed' }))
  })

  it('flow_boom_once, terminated before it was told anybody, has the same failure', () => {
    const captured = capturedDecisions('flow_boom_once')
    expect(closed({ events: captured.at(-2)?.events ?? [] }, 'TERMINATED')).toEqual(outcomeIn(captured.at(-2)?.decisions ?? []))
  })
})

it('looks no further back than the job’s last run', () => {
  const reader = new OutcomeReader(rubyFormat)
  const events = running().completed('--- 5\n').decidedHere().events.toReversed()
  const wanted = events.findIndex((event) => reader.add(event))
  expect(events[wanted]?.activityTaskScheduledEventAttributes?.activityType?.name).toBe('Pricing.quote')
})
