import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JobWorker } from '../../lib/job-worker/index.js'
import { fault, hang, ok, type CannedServer } from '../support/canned-server.js'
import { gate, type Gate } from '../support/gate.js'
import { ManualClock } from '../support/manual-clock.js'
import { cannedSwf } from './canned-swf.js'

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
  server = await cannedSwf()
  clock = new ManualClock()
  begun = gate()
  held = gate()
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

  it('go out on time, though SWF leaves those before unanswered: they are given up', async () => {
    server.answer('RecordActivityTaskHeartbeat', hang)
    await start()
    for (const count of [1, 2, 3]) {
      await clock.timers()
      clock.advance(20_000)
      const beats = await server.arrivals('RecordActivityTaskHeartbeat', count)
      await beats.at(-2)?.gone
    }
    held.open()
    await server.arrivals('RespondActivityTaskCompleted')
    await server.requestsOf('RecordActivityTaskHeartbeat').at(-1)?.gone
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

  it('that is taken at last ends its own fault at once, though the polls are held', async () => {
    server.answer('PollForActivityTask', ok(activityTask), hang)
    server.answer('RespondActivityTaskCompleted', fault('ExpiredTokenException', 'old token'), ok())
    await start()
    held.open()
    await server.arrivals('RespondActivityTaskCompleted')
    while (worker?.health().ok) await new Promise(setImmediate)
    expect(worker?.health().lastError).toContain('old token')
    clock.advance(10_000)
    await server.arrivals('RespondActivityTaskCompleted', 2)
    while (!worker?.health().ok) await new Promise(setImmediate)
  })

  it('that is taken hides no fault of the polls', async () => {
    server.answer('PollForActivityTask', ok(activityTask), fault('LimitExceededFault', 'too many pollers'))
    await start()
    while (worker?.health().ok) await new Promise(setImmediate)
    held.open()
    await server.arrivals('RespondActivityTaskCompleted')
    while (worker?.health().completed !== 1) await new Promise(setImmediate)
    expect(worker.health()).toMatchObject({ ok: false, lastError: expect.stringContaining('too many pollers') })
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

it('registers anew what SWF has forgotten, and goes on', async () => {
  const unknown = fault('UnknownResourceFault', 'Unknown domain: FlowDefault')
  server.answer('PollForActivityTask', unknown, ok(activityTask), hang)
  await start()
  await clock.timers()
  clock.advance(250)
  // The result activity and this one, twice.
  await server.arrivals('RegisterActivityType', 4)
  held.open()
  await server.arrivals('RespondActivityTaskCompleted')
})
