import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JobWorker } from '../../lib/job-worker/index.js'
import { fault, hang, ok, type CannedServer } from '../support/canned-server.js'
import { gate } from '../support/gate.js'
import { ManualClock } from '../support/manual-clock.js'
import { cannedSwf } from './canned-swf.js'
import { capturedDecisions } from './captured-flow.js'

let server: CannedServer
let clock: ManualClock
let worker: JobWorker | undefined

beforeEach(async () => {
  server = await cannedSwf()
  clock = new ManualClock()
})

afterEach(async () => {
  const stopping = worker?.stop({ drainMs: 0 })
  clock.advance(0)
  await stopping
  worker = undefined
  await server.close()
})

async function start(decisions?: number): Promise<void> {
  const options = { activities: {}, concurrency: { decisions }, swf: server.clientOptions, signals: false }
  worker = await JobWorker.start(options, clock)
}

describe('a decision task', () => {
  const [, , last] = capturedDecisions('flow_hello')
  const events = (last?.events ?? []).map((event) => ({ ...event }))
  const task = {
    taskToken: 'decision-token',
    startedEventId: 15,
    previousStartedEventId: 9,
    workflowExecution: { workflowId: 'w', runId: 'r' },
    workflowType: { name: 'FlowDefaultWorkflowRuby.start', version: '1.0' },
  }

  it('of several pages is decided on all of them', async () => {
    const pages: Readonly<Record<string, object>> = {
      '2': { ...task, events: events.slice(5, 10), nextPageToken: '3' },
      '3': { ...task, events: events.slice(10) },
    }
    server.answer('PollForDecisionTask', ({ body: { nextPageToken } }, index) => {
      if (typeof nextPageToken === 'string') return ok(pages[nextPageToken])
      return index === 0 ? ok({ ...task, events: events.slice(0, 5), nextPageToken: '2' }) : hang
    })
    await start()
    const [answer] = await server.arrivals('RespondDecisionTaskCompleted')
    expect(answer?.body).toStrictEqual({ taskToken: 'decision-token', decisions: last?.decisions })
  })

  it('whose decisions SWF does not take fails its execution, with what SWF said', async () => {
    server.answer('PollForDecisionTask', ok({ ...task, events }), hang)
    server.answer('RespondDecisionTaskCompleted', fault('ValidationException', 'Value too odd'), ok())
    await start()
    const [, answer] = await server.arrivals('RespondDecisionTaskCompleted', 2)
    expect(answer?.body).toMatchObject({
      taskToken: 'decision-token',
      decisions: [
        { decisionType: 'FailWorkflowExecution', failWorkflowExecutionDecisionAttributes: { reason: 'Value too odd' } },
      ],
    })
  })

  it('that comes too late is dropped, and counted', async () => {
    server.answer('PollForDecisionTask', ok({ ...task, events }), hang)
    server.answer('RespondDecisionTaskCompleted', fault('UnknownResourceFault', 'Unknown decision, scheduledEventId = 14'))
    await start()
    await server.arrivals('RespondDecisionTaskCompleted')
    while (worker?.health().late !== 1) await new Promise(setImmediate)
    expect(server.requestsOf('RespondDecisionTaskCompleted')).toHaveLength(1)
  })

  it('of another workflow is left to others, with a pause', async () => {
    const other = { ...task, events, workflowType: { name: 'Other.start', version: '1.0' } }
    server.answer('PollForDecisionTask', ok(other), ok({ ...task, events }), hang)
    await start()
    while (!clock.waiting.includes(250)) await new Promise(setImmediate)
    expect(server.requestsOf('PollForDecisionTask')).toHaveLength(1)
    clock.advance(250)
    const [answer] = await server.arrivals('RespondDecisionTaskCompleted')
    expect(answer?.body['taskToken']).toBe('decision-token')
    expect(server.requestsOf('RespondDecisionTaskCompleted')).toHaveLength(1)
  })
})

describe('decisions', () => {
  it('are made no more at once than their limit, polls counted', async () => {
    const answers = [gate(), gate()]
    let answered = 0
    server.answer('PollForDecisionTask', (_request, index) => (index < 2 ? ok(decisionTask(index)) : hang))
    server.answer('RespondDecisionTaskCompleted', async () => {
      await answers[answered]?.opened
      answered += 1
      return ok()
    })
    await start(1)
    for (const [index, answer] of answers.entries()) {
      await server.arrivals('RespondDecisionTaskCompleted', index + 1)
      // The one place is taken by the task in hand: the next poll comes after its answer only.
      expect(server.requestsOf('PollForDecisionTask')).toHaveLength(index + 1)
      answer.open()
    }
    await server.arrivals('PollForDecisionTask', 3)
  })
})

function decisionTask(index: number): object {
  return {
    taskToken: `decision-${index}`,
    workflowExecution: { workflowId: `w${index}`, runId: 'r' },
    workflowType: { name: 'FlowDefaultWorkflowRuby.start', version: '1.0' },
    startedEventId: 3,
    previousStartedEventId: 0,
    events: [
      {
        eventId: 1,
        eventType: 'WorkflowExecutionStarted',
        eventTimestamp: 0,
        workflowExecutionStartedEventAttributes: { input: 'no start' },
      },
      { eventId: 2, eventType: 'DecisionTaskScheduled', eventTimestamp: 0, decisionTaskScheduledEventAttributes: {} },
      { eventId: 3, eventType: 'DecisionTaskStarted', eventTimestamp: 0, decisionTaskStartedEventAttributes: {} },
    ],
  }
}
