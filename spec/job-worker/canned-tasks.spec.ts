import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JobWorker } from '../../lib/job-worker/index.js'
import { CannedServer, fault, hang, ok } from '../support/canned-server.js'
import { gate, type Gate } from '../support/gate.js'
import { ManualClock } from '../support/manual-clock.js'
import { capturedDecisions } from './captured-flow.js'

let server: CannedServer
let clock: ManualClock
let worker: JobWorker | undefined
let begun: Gate
let held: Gate

const activities = {
  Work: {
    async hold() {
      begun.open()
      await held.opened
      return 'done'
    },
  },
}

const activityTask = {
  taskToken: 'activity-token',
  activityId: 'Activity1',
  startedEventId: 6,
  workflowExecution: { workflowId: 'w', runId: 'r' },
  activityType: { name: 'Work.hold', version: '1.0' },
  input: '---\n-\n',
}

beforeEach(async () => {
  server = await CannedServer.start()
  clock = new ManualClock()
  begun = gate()
  held = gate()
  for (const operation of ['RegisterDomain', 'RegisterWorkflowType', 'RegisterActivityType']) server.answer(operation, ok())
  for (const operation of ['PollForDecisionTask', 'PollForActivityTask']) server.answer(operation, hang)
  for (const operation of ['RespondActivityTaskCompleted', 'RespondActivityTaskFailed', 'RespondDecisionTaskCompleted']) {
    server.answer(operation, ok())
  }
  server.answer('RecordActivityTaskHeartbeat', ok({ cancelRequested: false }))
})

afterEach(async () => {
  held.open()
  const stopping = worker?.stop({ drainMs: 0 })
  clock.advance(0)
  await stopping
  worker = undefined
  await server.close()
})

async function start(): Promise<void> {
  worker = await JobWorker.start({ activities, swf: server.clientOptions, signals: false }, clock)
}

describe('heartbeats', () => {
  beforeEach(() => {
    server.answer('PollForActivityTask', ok(activityTask), hang)
  })

  it('are sent at a third of the timeout while an activity runs, and until it is answered', async () => {
    await start()
    for (const count of [1, 2, 3]) {
      await clock.timers()
      expect(clock.waiting).toStrictEqual([20_000])
      clock.advance(20_000)
      const beats = await server.arrivals('RecordActivityTaskHeartbeat', count)
      expect(beats.at(-1)?.body).toStrictEqual({ taskToken: 'activity-token' })
    }
    held.open()
    await server.arrivals('RespondActivityTaskCompleted')
    while (worker?.health().running !== 0) await new Promise(setImmediate)
    expect(clock.waiting).toStrictEqual([])
  })

  it('stop when SWF has given up the task, and the activity’s answer is counted as late', async () => {
    server.answer('RecordActivityTaskHeartbeat', fault('UnknownResourceFault', 'Unknown activity, scheduledEventId = 5'))
    server.answer('RespondActivityTaskCompleted', fault('UnknownResourceFault', 'Unknown activity, scheduledEventId = 5'))
    await start()
    await clock.timers()
    clock.advance(20_000)
    const [beat] = await server.arrivals('RecordActivityTaskHeartbeat')
    await beat?.gone
    held.open()
    await server.arrivals('RespondActivityTaskCompleted')
    while (worker?.health().late !== 1) await new Promise(setImmediate)
    expect(server.requestsOf('RecordActivityTaskHeartbeat')).toHaveLength(1)
    expect(worker.health()).toMatchObject({ ok: true, lastError: undefined })
  })

  it('go on after a fault that passes', async () => {
    server.answer('RecordActivityTaskHeartbeat', fault('ValidationException'), ok({ cancelRequested: false }))
    await start()
    for (const count of [1, 2]) {
      await clock.timers()
      clock.advance(20_000)
      await server.arrivals('RecordActivityTaskHeartbeat', count)
    }
  })

  it.each([
    ['9', [3_000]],
    ['NONE', []],
  ])('of a type that exists with the timeout %s are set for %j ms', async (heartbeatTimeout, waiting) => {
    server.answer('RegisterActivityType', fault('TypeAlreadyExistsFault'))
    server.answer(
      'DescribeActivityType',
      ok({
        typeInfo: { activityType: { name: 'Work.hold', version: '1.0' }, status: 'REGISTERED', creationDate: 0 },
        configuration: { defaultTaskList: { name: 'Work' }, defaultTaskHeartbeatTimeout: heartbeatTimeout },
      }),
    )
    await start()
    await begun.opened
    expect(clock.waiting).toStrictEqual(waiting)
  })
})

describe('an answer', () => {
  it('is sent again until SWF can be reached', async () => {
    server.answer('PollForActivityTask', ok(activityTask), hang)
    const broken = fault('InternalFailure', 'InternalFailure', 500)
    server.answer('RespondActivityTaskCompleted', broken, broken, broken, ok())
    await start()
    held.open()
    // The SDK's own three tries, then ours after a pause.
    await server.arrivals('RespondActivityTaskCompleted', 3)
    await clock.timers(2)
    clock.advance(500)
    const [, , , answer] = await server.arrivals('RespondActivityTaskCompleted', 4)
    expect(answer?.body).toStrictEqual({ taskToken: 'activity-token', result: '--- done\n' })
  })

  it('that SWF does not take is a failure, with what SWF said', async () => {
    server.answer('PollForActivityTask', ok(activityTask), hang)
    server.answer('RespondActivityTaskCompleted', fault('ValidationException', 'Value too odd'))
    await start()
    held.open()
    const [answer] = await server.arrivals('RespondActivityTaskFailed')
    expect(answer?.body).toMatchObject({ taskToken: 'activity-token', reason: 'Value too odd' })
  })
})

describe('a task that this worker does not know', () => {
  it.each([
    ['of another activity', { name: 'Work.other', version: '1.0' }],
    ['of another version', { name: 'Work.hold', version: '2.0' }],
  ])('%s fails, and the answer says which activities there are', async (_, activityType) => {
    server.answer('PollForActivityTask', ok({ ...activityTask, activityType }), hang)
    await start()
    const [answer] = await server.arrivals('RespondActivityTaskFailed')
    expect(answer?.body['reason']).toBe(
      `This worker has no activity ${activityType.name} ${activityType.version}; on the task list Work it has Work.hold`,
    )
  })

  it.each([
    ['no YAML', '---\n- "x\n', /not YAML/],
    ['no list', '--- 5\n', /must be a list with its argument/],
    ['two arguments', '---\n- 1\n- 2\n', /takes one argument, and its input has 2/],
  ])('since its input is %s fails with the reason', async (_, input, reason) => {
    server.answer('PollForActivityTask', ok({ ...activityTask, input }), hang)
    await start()
    const [answer] = await server.arrivals('RespondActivityTaskFailed')
    expect(answer?.body['reason']).toMatch(reason)
  })
})

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

  it('of another workflow is left to others', async () => {
    const other = { ...task, events, workflowType: { name: 'Other.start', version: '1.0' } }
    server.answer('PollForDecisionTask', ok(other), ok({ ...task, events }), hang)
    await start()
    const [answer] = await server.arrivals('RespondDecisionTaskCompleted')
    expect(answer?.body['taskToken']).toBe('decision-token')
    expect(server.requestsOf('RespondDecisionTaskCompleted')).toHaveLength(1)
  })
})

it('registers anew what SWF has forgotten, and goes on', async () => {
  const unknown = fault('UnknownResourceFault', 'Unknown domain: FlowDefault')
  server.answer('PollForActivityTask', unknown, ok(activityTask), hang)
  await start()
  await server.arrivals('RegisterActivityType', 2)
  held.open()
  await server.arrivals('RespondActivityTaskCompleted')
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
    worker = await JobWorker.start({ activities, decisionConcurrency: 1, swf: server.clientOptions, signals: false }, clock)
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
