import { describe, expect, it } from 'vitest'
import { activityList, complete, domain, eventTypes, faultOf, schedule, startTimer, TestSwf } from './support/test-swf.js'

const timeouts = {
  scheduleToStartTimeout: 'NONE',
  scheduleToCloseTimeout: 'NONE',
  startToCloseTimeout: 'NONE',
  heartbeatTimeout: 'NONE',
}

async function scheduled(overrides: object) {
  const swf = await TestSwf.registered()
  const run = await swf.startRun()
  await swf.decide(schedule('a', { ...timeouts, ...overrides }))
  return { swf, run }
}

function timedOut(eventId: number, attributes: object) {
  return { eventId, eventType: 'ActivityTaskTimedOut', attributes }
}

describe('an activity times out', () => {
  it('before it starts: SCHEDULE_TO_START, and no worker gets it', async () => {
    const { swf, run } = await scheduled({ scheduleToStartTimeout: '60' })
    swf.clock.advance(59_999)
    expect(await swf.history(run)).toHaveLength(5)
    swf.clock.advance(1)
    const events = await swf.historyFrom(6, run)
    expect(events[0]).toEqual(timedOut(6, { timeoutType: 'SCHEDULE_TO_START', scheduledEventId: 5, startedEventId: 0 }))
    expect(eventTypes(events)).toEqual(['ActivityTaskTimedOut', 'DecisionTaskScheduled'])
    expect(await swf.client.countPendingActivityTasks({ domain, taskList: activityList })).toMatchObject({ count: 0 })
  })

  it('before it starts: SCHEDULE_TO_CLOSE, if that is the shorter', async () => {
    const { swf, run } = await scheduled({ scheduleToStartTimeout: '60', scheduleToCloseTimeout: '30' })
    swf.clock.advance(30_000)
    expect((await swf.historyFrom(6, run))[0]).toEqual(
      timedOut(6, { timeoutType: 'SCHEDULE_TO_CLOSE', scheduledEventId: 5, startedEventId: 0 }),
    )
  })

  it("in a worker's hands: SCHEDULE_TO_CLOSE, counted from the scheduling", async () => {
    const { swf, run } = await scheduled({ scheduleToStartTimeout: '20', scheduleToCloseTimeout: '30' })
    swf.clock.advance(19_000)
    await swf.pollActivity()
    swf.clock.advance(10_999)
    expect(await swf.history(run)).toHaveLength(6)
    swf.clock.advance(1)
    expect((await swf.historyFrom(7, run))[0]).toEqual(
      timedOut(7, { timeoutType: 'SCHEDULE_TO_CLOSE', scheduledEventId: 5, startedEventId: 6 }),
    )
  })

  it("in a worker's hands: START_TO_CLOSE, with the details of the last heartbeat", async () => {
    const { swf, run } = await scheduled({ startToCloseTimeout: '30' })
    swf.clock.advance(500_000)
    const { taskToken } = await swf.pollActivity()
    swf.clock.advance(20_000)
    await swf.client.recordActivityTaskHeartbeat({ taskToken, details: 'half' })
    swf.clock.advance(9999)
    expect(await swf.history(run)).toHaveLength(6)
    swf.clock.advance(1)
    expect((await swf.historyFrom(7, run))[0]).toEqual(
      timedOut(7, { timeoutType: 'START_TO_CLOSE', scheduledEventId: 5, startedEventId: 6, details: 'half' }),
    )
  })

  it('without a heartbeat: HEARTBEAT, counted from the last one', async () => {
    const { swf, run } = await scheduled({ heartbeatTimeout: '10' })
    const { taskToken } = await swf.pollActivity()
    swf.clock.advance(9000)
    await swf.client.recordActivityTaskHeartbeat({ taskToken, details: 'one' })
    swf.clock.advance(9999)
    expect(await swf.history(run)).toHaveLength(6)
    swf.clock.advance(1)
    expect((await swf.historyFrom(7, run))[0]).toEqual(
      timedOut(7, { timeoutType: 'HEARTBEAT', scheduledEventId: 5, startedEventId: 6, details: 'one' }),
    )
  })

  it("and then refuses its worker's answer", async () => {
    const { swf } = await scheduled({ startToCloseTimeout: '1' })
    const { taskToken } = await swf.pollActivity()
    swf.clock.advance(1000)
    expect(await faultOf(swf.client.respondActivityTaskCompleted({ taskToken }))).toEqual({
      name: 'UnknownResourceFault',
      message: 'Unknown activity, scheduledEventId = 5',
    })
  })

  it('never, when every timeout is NONE', async () => {
    const { swf, run } = await scheduled({})
    await swf.pollActivity()
    swf.clock.advance(3_599_999)
    expect(await swf.history(run)).toHaveLength(6)
  })

  it('not after it was completed', async () => {
    const { swf, run } = await scheduled({ startToCloseTimeout: '30', heartbeatTimeout: '10' })
    const { taskToken } = await swf.pollActivity()
    await swf.client.respondActivityTaskCompleted({ taskToken })
    swf.clock.advance(100_000)
    expect(eventTypes(await swf.historyFrom(7, run))).toEqual(['ActivityTaskCompleted', 'DecisionTaskScheduled'])
  })
})

describe('a decision task times out', () => {
  it("in a decider's hands, and the next one is scheduled", async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    swf.clock.advance(29_999)
    expect(await swf.history(run)).toHaveLength(3)
    swf.clock.advance(1)
    const events = await swf.historyFrom(4, run)
    expect(events[0]).toEqual({
      eventId: 4,
      eventType: 'DecisionTaskTimedOut',
      attributes: { scheduledEventId: 2, startedEventId: 3, timeoutType: 'START_TO_CLOSE' },
    })
    expect(eventTypes(events)).toEqual(['DecisionTaskTimedOut', 'DecisionTaskScheduled'])
    expect(await faultOf(swf.client.respondDecisionTaskCompleted({ taskToken }))).toEqual({
      name: 'UnknownResourceFault',
      message: 'Unknown decision task, scheduledEventId = 2',
    })
    expect(await swf.pollDecision()).toMatchObject({ startedEventId: 6, previousStartedEventId: 0 })
  })

  it('not while it waits for a decider', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    swf.clock.advance(3_000_000)
    expect(await swf.history(run)).toHaveLength(2)
  })
})

describe('an execution times out', () => {
  it('whatever is open in it', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun({ executionStartToCloseTimeout: '100', childPolicy: 'ABANDON' })
    await swf.decide(schedule('a'), startTimer('late', '200'))
    const { taskToken } = await swf.pollActivity()
    swf.clock.advance(100_000)
    expect(await swf.historyFrom(8, run)).toEqual([
      {
        eventId: 8,
        eventType: 'WorkflowExecutionTimedOut',
        attributes: { timeoutType: 'START_TO_CLOSE', childPolicy: 'ABANDON' },
      },
    ])
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo).toMatchObject({ closeStatus: 'TIMED_OUT', closeTimestamp: new Date(swf.clock.now()) })
    expect((await faultOf(swf.client.respondActivityTaskCompleted({ taskToken }))).message).toContain('Unknown execution')
    swf.clock.advance(1_000_000)
    expect(await swf.history(run)).toHaveLength(8)
  })

  it('not once it is closed', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    await swf.decide(complete())
    swf.clock.advance(10_000_000)
    expect(eventTypes(await swf.history(run)).at(-1)).toBe('WorkflowExecutionCompleted')
  })
})

it('stamps each event with the time at which it fell due, however far the clock is moved', async () => {
  const swf = await TestSwf.registered()
  const startedMs = swf.clock.now()
  const execution = await swf.startRun()
  await swf.decide(startTimer('one', '10'), startTimer('two', '20'))
  swf.clock.advance(60_000)
  const { events = [] } = await swf.client.getWorkflowExecutionHistory({ domain, execution })
  const fired = events.filter(({ eventType }) => eventType === 'TimerFired')
  expect(fired.map(({ eventTimestamp }) => Number(eventTimestamp) - startedMs)).toEqual([10_000, 20_000])
})
