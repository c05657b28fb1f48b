import { describe, expect, it } from 'vitest'
import { cancelActivity, cancelExecution } from './support/decisions.js'
import { activityList, complete, decided, domain, eventTypes, faultOf, schedule, TestSwf } from './support/test-swf.js'

describe('RequestCancelWorkflowExecution', () => {
  it('writes the request and wakes the decider; the execution goes on', async () => {
    const { swf, run } = await decided()
    await swf.client.requestCancelWorkflowExecution({ domain, ...run })
    const events = await swf.historyFrom(5, run)
    expect(events[0]).toEqual({
      eventId: 5,
      eventType: 'WorkflowExecutionCancelRequested',
      attributes: { externalInitiatedEventId: 0 },
    })
    expect(eventTypes(events)).toEqual(['WorkflowExecutionCancelRequested', 'DecisionTaskScheduled'])
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo).toMatchObject({ executionStatus: 'OPEN', cancelRequested: true })
  })

  it('goes to the open run when no run is named, each request for itself', async () => {
    const { swf, run } = await decided()
    for (const _ of [1, 2]) await swf.client.requestCancelWorkflowExecution({ domain, workflowId: run.workflowId })
    expect(eventTypes(await swf.historyFrom(5, run))).toEqual([
      'WorkflowExecutionCancelRequested',
      'DecisionTaskScheduled',
      'WorkflowExecutionCancelRequested',
    ])
  })

  it('is refused for an execution that is closed, or not that run', async () => {
    const { swf, run } = await decided(complete())
    const unknown = {
      name: 'UnknownResourceFault',
      message: `Unknown execution: WorkflowExecution=[workflowId=${run.workflowId}, runId=${run.runId}]`,
    }
    expect(await faultOf(swf.client.requestCancelWorkflowExecution({ domain, ...run }))).toEqual(unknown)
    await swf.startRun()
    expect(await faultOf(swf.client.requestCancelWorkflowExecution({ domain, ...run }))).toEqual(unknown)
  })

  it('leaves an execution without requests alone', async () => {
    const { swf, run } = await decided()
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo?.cancelRequested).toBe(false)
  })
})

describe('CancelWorkflowExecution', () => {
  it('closes the execution as canceled, though nobody asked for it', async () => {
    const { swf, run, events } = await decided(cancelExecution('sold out'))
    expect(events.slice(1)).toEqual([
      {
        eventId: 5,
        eventType: 'WorkflowExecutionCanceled',
        attributes: { details: 'sold out', decisionTaskCompletedEventId: 4 },
      },
    ])
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo).toMatchObject({ closeStatus: 'CANCELED', cancelRequested: false })
  })

  it('answers a request', async () => {
    const { swf, run } = await decided()
    await swf.client.requestCancelWorkflowExecution({ domain, ...run })
    await swf.decide(cancelExecution())
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo).toMatchObject({ closeStatus: 'CANCELED', cancelRequested: true })
  })
})

/** Has the decider of an execution decide once more. */
async function wake(swf: TestSwf, workflowId: string): Promise<void> {
  await swf.client.signalWorkflowExecution({ domain, workflowId, signalName: 'wake' })
}

/** An activity that a worker has (events 5 and 6), which the decider then asked to cancel (11). */
async function working() {
  const { swf, run } = await decided(schedule('ship-1'))
  const { taskToken } = await swf.pollActivity()
  await wake(swf, run.workflowId)
  await swf.decide(cancelActivity('ship-1'))
  return { swf, run, taskToken }
}

describe('RequestCancelActivityTask', () => {
  it('cancels at once what no worker has, and wakes the decider', async () => {
    const { swf, run } = await decided(schedule('ship-1'))
    await wake(swf, run.workflowId)
    await swf.decide(cancelActivity('ship-1'))
    expect(await swf.historyFrom(10, run)).toMatchObject([
      {
        eventId: 10,
        eventType: 'ActivityTaskCancelRequested',
        attributes: { activityId: 'ship-1', decisionTaskCompletedEventId: 9 },
      },
      {
        eventId: 11,
        eventType: 'ActivityTaskCanceled',
        attributes: { scheduledEventId: 5, startedEventId: 0, latestCancelRequestedEventId: 10 },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
    expect(await swf.client.countPendingActivityTasks({ domain, taskList: activityList })).toMatchObject({ count: 0 })
    const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(openCounts?.openActivityTasks).toBe(0)
  })

  it('cancels what is scheduled in the same batch, so that no worker ever sees it, and frees its id', async () => {
    const { swf, events } = await decided(
      schedule('ship-1', { input: 'first' }),
      cancelActivity('ship-1'),
      schedule('ship-1', { input: 'second' }),
    )
    expect(eventTypes(events)).toEqual([
      'DecisionTaskCompleted',
      'ActivityTaskScheduled',
      'ActivityTaskCancelRequested',
      'ActivityTaskCanceled',
      'ActivityTaskScheduled',
      'DecisionTaskScheduled',
    ])
    expect(await swf.client.countPendingActivityTasks({ domain, taskList: activityList })).toMatchObject({ count: 1 })
    expect((await swf.pollActivity()).input).toBe('second')
  })

  it('only asks the worker who has it: the heartbeat tells, and the decider is not woken', async () => {
    const { swf, run } = await decided(schedule('ship-1'))
    const { taskToken } = await swf.pollActivity()
    expect((await swf.client.recordActivityTaskHeartbeat({ taskToken })).cancelRequested).toBe(false)
    await wake(swf, run.workflowId)
    await swf.decide(cancelActivity('ship-1'))
    expect(eventTypes(await swf.history(run)).at(-1)).toBe('ActivityTaskCancelRequested')
    expect((await swf.client.recordActivityTaskHeartbeat({ taskToken })).cancelRequested).toBe(true)
  })

  it('leaves it to the worker to complete or fail all the same', async () => {
    const completed = await working()
    await completed.swf.client.respondActivityTaskCompleted({ taskToken: completed.taskToken })
    expect(eventTypes(await completed.swf.historyFrom(12, completed.run))[0]).toBe('ActivityTaskCompleted')
    const failed = await working()
    await failed.swf.client.respondActivityTaskFailed({ taskToken: failed.taskToken })
    expect(eventTypes(await failed.swf.historyFrom(12, failed.run))[0]).toBe('ActivityTaskFailed')
  })

  it.each([
    ['that was never scheduled', [cancelActivity('ship-1')]],
    ['that is canceled already', [schedule('ship-1'), cancelActivity('ship-1'), cancelActivity('ship-1')]],
  ])('fails for an activity %s, and wakes the decider', async (_, decisions) => {
    const { events } = await decided(...decisions)
    expect(events.slice(-2)).toMatchObject([
      {
        eventType: 'RequestCancelActivityTaskFailed',
        attributes: { activityId: 'ship-1', cause: 'ACTIVITY_ID_UNKNOWN', decisionTaskCompletedEventId: 4 },
      },
      { eventType: 'DecisionTaskScheduled' },
    ])
  })
})

describe('RespondActivityTaskCanceled', () => {
  it('closes the activity, names the request, and wakes the decider', async () => {
    const { swf, run, taskToken } = await working()
    await swf.client.respondActivityTaskCanceled({ taskToken, details: 'unpacked' })
    const events = await swf.historyFrom(12, run)
    expect(events[0]).toEqual({
      eventId: 12,
      eventType: 'ActivityTaskCanceled',
      attributes: { scheduledEventId: 5, startedEventId: 6, latestCancelRequestedEventId: 11, details: 'unpacked' },
    })
    expect(eventTypes(events)).toEqual(['ActivityTaskCanceled', 'DecisionTaskScheduled'])
    expect(await faultOf(swf.client.respondActivityTaskCanceled({ taskToken }))).toEqual({
      name: 'UnknownResourceFault',
      message: 'Unknown activity, scheduledEventId = 5',
    })
  })

  it('names the latest of several requests', async () => {
    const { swf, run, taskToken } = await working()
    await wake(swf, run.workflowId)
    await swf.decide(cancelActivity('ship-1'))
    await swf.client.respondActivityTaskCanceled({ taskToken })
    const [requested, canceled] = (await swf.history(run)).slice(-3)
    expect(requested).toMatchObject({ eventId: 16, eventType: 'ActivityTaskCancelRequested' })
    expect(canceled?.attributes).toEqual({ scheduledEventId: 5, startedEventId: 6, latestCancelRequestedEventId: 16 })
  })

  it('is taken though nobody asked, and then names no request', async () => {
    const { swf, run } = await decided(schedule('ship-1'))
    const { taskToken } = await swf.pollActivity()
    await swf.client.respondActivityTaskCanceled({ taskToken })
    expect((await swf.historyFrom(7, run))[0]).toEqual({
      eventId: 7,
      eventType: 'ActivityTaskCanceled',
      attributes: { scheduledEventId: 5, startedEventId: 6 },
    })
  })

  it('takes 32,768 characters of details, and not one more', async () => {
    const { swf, taskToken } = await working()
    const { message } = await faultOf(swf.client.respondActivityTaskCanceled({ taskToken, details: 'x'.repeat(32_769) }))
    expect(message).toMatch(/at 'details' failed to satisfy constraint: Member must have length less than or equal to 32768$/)
    await swf.client.respondActivityTaskCanceled({ taskToken, details: 'x'.repeat(32_768) })
  })

  it('is refused for a token that is none', async () => {
    const { client } = await TestSwf.start()
    expect(await faultOf(client.respondActivityTaskCanceled({ taskToken: 'nonsense' }))).toEqual({
      name: 'ValidationException',
      message: 'Invalid token',
    })
  })
})
