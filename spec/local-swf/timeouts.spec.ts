import type { RespondDecisionTaskCompletedInput } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { cancelTimer } from './support/decisions.js'
import {
  TestSwf,
  activityList,
  complete,
  decided,
  decisionList,
  domain,
  eventTypes,
  faultOf,
  schedule,
  startTimer,
} from './support/test-swf.js'

describe('timeouts', () => {
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
})

describe('timers', () => {
  it('fires when its time has come, and wakes the decider', async () => {
    const { swf, run } = await decided(startTimer('wake', '60'))
    swf.clock.advance(59_999)
    expect(await swf.history(run)).toHaveLength(5)
    swf.clock.advance(1)
    expect(await swf.historyFrom(5, run)).toEqual([
      {
        eventId: 5,
        eventType: 'TimerStarted',
        attributes: { timerId: 'wake', startToFireTimeout: '60', decisionTaskCompletedEventId: 4 },
      },
      { eventId: 6, eventType: 'TimerFired', attributes: { timerId: 'wake', startedEventId: 5 } },
      {
        eventId: 7,
        eventType: 'DecisionTaskScheduled',
        attributes: { taskList: decisionList, startToCloseTimeout: '30', scheduleToStartTimeout: 'NONE' },
      },
    ])
  })

  it('does not fire once cancelled', async () => {
    const { swf, run } = await decided(startTimer('wake', '60'), cancelTimer('wake'))
    swf.clock.advance(60_000)
    const events = await swf.historyFrom(6, run)
    expect(events).toEqual([
      {
        eventId: 6,
        eventType: 'TimerCanceled',
        attributes: { timerId: 'wake', startedEventId: 5, decisionTaskCompletedEventId: 4 },
      },
    ])
  })

  it('can be named again after it fired', async () => {
    const { swf, run } = await decided(startTimer('wake', '1'))
    swf.clock.advance(1000)
    await swf.decide(startTimer('wake', '1'))
    expect(eventTypes(await swf.history(run)).at(-1)).toBe('TimerStarted')
  })

  it('fails for an id that is in use', async () => {
    const { events } = await decided(startTimer('wake', '60'), startTimer('wake', '30'))
    expect(events.slice(2)).toMatchObject([
      {
        eventType: 'StartTimerFailed',
        attributes: { timerId: 'wake', cause: 'TIMER_ID_ALREADY_IN_USE', decisionTaskCompletedEventId: 4 },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
  })

  it('fails for the thousand-and-first open timer', async () => {
    const { events } = await decided(...Array.from({ length: 1001 }, (_, index) => startTimer(`t${index}`, '60')))
    expect(events.at(-2)?.attributes).toMatchObject({ timerId: 't1000', cause: 'OPEN_TIMERS_LIMIT_EXCEEDED' })
  })

  it('fails to cancel a timer that is not there', async () => {
    const { events } = await decided(cancelTimer('wake'))
    expect(events.slice(1)).toMatchObject([
      {
        eventType: 'CancelTimerFailed',
        attributes: { timerId: 'wake', cause: 'TIMER_ID_UNKNOWN', decisionTaskCompletedEventId: 4 },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
  })
})

describe('the task list of decision tasks', () => {
  const own = { name: 'own deciders' }

  type Answer = Omit<Partial<RespondDecisionTaskCompletedInput>, 'taskToken'>

  /** An execution whose decider asked for something, and a signal that wakes it. */
  async function answered(answer: Answer) {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    await swf.client.respondDecisionTaskCompleted({ taskToken, ...answer })
    const wake = () => swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })
    const answerFrom = async (taskList: { readonly name: string }, next: Answer = {}) => {
      const task = await swf.pollDecision({ taskList })
      await swf.client.respondDecisionTaskCompleted({ taskToken: task.taskToken, ...next })
    }
    /** Where the decision task that came last waits, and how long. */
    const scheduled = async () =>
      (await swf.history(run)).findLast(({ eventType }) => eventType === 'DecisionTaskScheduled')?.attributes
    await wake()
    return { swf, run, wake, answerFrom, scheduled }
  }

  const waiting = (taskList: object, scheduleToStartTimeout = 'NONE') => ({
    taskList,
    startToCloseTimeout: '30',
    scheduleToStartTimeout,
  })

  describe('another task list without a timeout', () => {
    it('is told in the event, and takes all decision tasks to come', async () => {
      const { swf, run, wake, answerFrom, scheduled } = await answered({ taskList: own })
      expect((await swf.historyFrom(4, run))[0]?.attributes).toEqual({
        scheduledEventId: 2,
        startedEventId: 3,
        taskList: own,
      })
      expect(await scheduled()).toEqual(waiting(own))
      expect(await swf.client.countPendingDecisionTasks({ domain, taskList: decisionList })).toMatchObject({ count: 0 })
      await answerFrom(own)
      await wake()
      expect(await scheduled()).toEqual(waiting(own))
    })

    it('stays when a decision task times out', async () => {
      const { swf, scheduled } = await answered({ taskList: own })
      await swf.pollDecision({ taskList: own })
      swf.clock.advance(30_000)
      expect(await scheduled()).toEqual(waiting(own))
    })

    it('stays until yet another is asked for', async () => {
      const { wake, answerFrom, scheduled } = await answered({ taskList: own })
      await answerFrom(own, { taskList: decisionList })
      await wake()
      expect(await scheduled()).toEqual(waiting(decisionList))
    })

    it("leaves the execution's own task list as it was", async () => {
      const { swf, run } = await answered({ taskList: own })
      const { executionConfiguration } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionConfiguration?.taskList).toEqual(decisionList)
    })

    it('leaves the decision task that waits already on its list, and takes the one after it', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })
      await swf.client.respondDecisionTaskCompleted({ taskToken, taskList: own })
      await swf.decide()
      await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })
      expect((await swf.pollDecision({ taskList: own })).workflowExecution).toEqual(run)
    })
  })

  describe('another task list that is only tried', () => {
    const sticky = { taskList: own, taskListScheduleToStartTimeout: '10' }

    it('is told in the events, and taken while its decider is in time', async () => {
      const { swf, run, wake, answerFrom, scheduled } = await answered(sticky)
      expect((await swf.historyFrom(4, run))[0]?.attributes).toEqual({ scheduledEventId: 2, startedEventId: 3, ...sticky })
      expect(await scheduled()).toEqual(waiting(own, '10'))
      swf.clock.advance(9999)
      await answerFrom(own)
      swf.clock.advance(100_000)
      await wake()
      expect(await scheduled()).toEqual(waiting(own, '10'))
    })

    it('is given up when no decider takes the task in time: SCHEDULE_TO_START', async () => {
      const { swf, run, wake, answerFrom, scheduled } = await answered(sticky)
      swf.clock.advance(9999)
      expect(await swf.history(run)).toHaveLength(6)
      swf.clock.advance(1)
      const events = await swf.historyFrom(7, run)
      expect(events[0]).toEqual({
        eventId: 7,
        eventType: 'DecisionTaskTimedOut',
        attributes: { scheduledEventId: 6, startedEventId: 0, timeoutType: 'SCHEDULE_TO_START' },
      })
      expect(events[1]?.attributes).toEqual(waiting(decisionList))
      expect(events).toHaveLength(2)
      expect(await swf.client.countPendingDecisionTasks({ domain, taskList: own })).toMatchObject({ count: 0 })
      await answerFrom(decisionList)
      await wake()
      expect(await scheduled()).toEqual(waiting(decisionList))
    })

    it('is given up when its decider does not answer in time: START_TO_CLOSE', async () => {
      const { swf, run } = await answered(sticky)
      await swf.pollDecision({ taskList: own })
      swf.clock.advance(30_000)
      const events = await swf.historyFrom(8, run)
      expect(events[0]).toEqual({
        eventId: 8,
        eventType: 'DecisionTaskTimedOut',
        attributes: { scheduledEventId: 6, startedEventId: 7, timeoutType: 'START_TO_CLOSE' },
      })
      expect(events[1]?.attributes).toEqual(waiting(decisionList))
    })

    it('takes the place of one that was permanent, which is given up with it', async () => {
      const { swf, wake, answerFrom, scheduled } = await answered({ taskList: { name: 'permanent' } })
      await answerFrom({ name: 'permanent' }, sticky)
      await wake()
      swf.clock.advance(10_000)
      expect(await scheduled()).toEqual(waiting(decisionList))
    })

    it('can be made permanent', async () => {
      const { swf, wake, answerFrom, scheduled } = await answered(sticky)
      await answerFrom(own, { taskList: own })
      await wake()
      expect(await scheduled()).toEqual(waiting(own))
      swf.clock.advance(100_000)
      expect(await swf.client.countPendingDecisionTasks({ domain, taskList: own })).toMatchObject({ count: 1 })
    })

    it('is nothing without the list', async () => {
      const { swf, run, scheduled } = await answered({ taskListScheduleToStartTimeout: '10' })
      expect(await scheduled()).toEqual(waiting(decisionList))
      swf.clock.advance(10_000)
      expect(eventTypes(await swf.history(run))).not.toContain('DecisionTaskTimedOut')
    })
  })
})
