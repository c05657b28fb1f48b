import type { RespondDecisionTaskCompletedInput } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { decisionList, domain, eventTypes, TestSwf } from './support/test-swf.js'

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

  it('is taken at once when the next decision task is due already', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })
    await swf.client.respondDecisionTaskCompleted({ taskToken, taskList: own })
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
