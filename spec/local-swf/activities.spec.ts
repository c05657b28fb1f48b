import { describe, expect, it } from 'vitest'
import { damages } from './support/damages.js'
import { cancelActivity, cancelExecution } from './support/decisions.js'
import {
  TestSwf,
  activityList,
  activityType,
  complete,
  decided,
  decisionList,
  domain,
  eventTypes,
  faultOf,
  schedule,
} from './support/test-swf.js'

describe('activities', () => {
  /** An activity that a worker has: events 5 (scheduled) and 6 (started). */
  async function working(overrides: object = {}) {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    await swf.decide(schedule('ship-1', overrides))
    const task = await swf.pollActivity({ identity: 'worker-1' })
    return { swf, run, task, taskToken: task.taskToken }
  }

  describe('PollForActivityTask', () => {
    it('hands the task out and writes that it started', async () => {
      const { swf, run, task } = await working({ input: 'two books' })
      expect(task).toMatchObject({
        taskToken: expect.any(String),
        activityId: 'ship-1',
        activityType,
        startedEventId: 6,
        workflowExecution: run,
        input: 'two books',
      })
      expect(await swf.historyFrom(6, run)).toEqual([
        { eventId: 6, eventType: 'ActivityTaskStarted', attributes: { scheduledEventId: 5, identity: 'worker-1' } },
      ])
    })

    it('refuses an unknown domain at once', async () => {
      const { client } = await TestSwf.start()
      const poll = client.pollForActivityTask({ domain: 'nowhere', taskList: activityList })
      expect(await faultOf(poll)).toEqual({ name: 'UnknownResourceFault', message: 'Unknown domain: nowhere' })
    })

    it('hands out the higher priority first, and the older task first within one', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const priorities = [undefined, '5', '-1', '5', '0', '10']
      await swf.decide(...priorities.map((taskPriority, index) => schedule(`a${index}`, { taskPriority })))
      const order: (string | undefined)[] = []
      for (const _ of priorities) order.push((await swf.pollActivity()).activityId)
      expect(order).toEqual(['a5', 'a1', 'a3', 'a0', 'a4', 'a2'])
    })

    it('knows activity lists and decision lists of one name apart', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [schedule('a', { taskList: decisionList })] })
      expect(await swf.client.countPendingActivityTasks({ domain, taskList: decisionList })).toMatchObject({ count: 1 })
      expect(await swf.client.countPendingDecisionTasks({ domain, taskList: decisionList })).toMatchObject({ count: 0 })
      expect((await swf.pollActivity({ taskList: decisionList })).activityId).toBe('a')
    })

    it("takes a task list with a colon, as Ruby's clients name theirs", async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const taskList = { name: 'host:4711:2f9a' }
      await swf.decide(schedule('a', { taskList }))
      expect((await swf.pollActivity({ taskList })).activityId).toBe('a')
    })
  })

  describe('counting', () => {
    it('counts the tasks that wait in a list, and none in one that is not there', async () => {
      const swf = await TestSwf.registered()
      const { client } = swf
      await swf.startRun({ workflowId: 'one' })
      await swf.startRun({ workflowId: 'two' })
      expect(await client.countPendingDecisionTasks({ domain, taskList: decisionList })).toMatchObject({
        count: 2,
        truncated: false,
      })
      await swf.decide(schedule('a'), schedule('b', { taskPriority: '1' }))
      expect(await client.countPendingDecisionTasks({ domain, taskList: decisionList })).toMatchObject({ count: 1 })
      expect(await client.countPendingActivityTasks({ domain, taskList: activityList })).toMatchObject({
        count: 2,
        truncated: false,
      })
      expect(await client.countPendingActivityTasks({ domain, taskList: { name: 'other' } })).toMatchObject({ count: 0 })
    })

    it('refuses an unknown domain', async () => {
      const { client } = await TestSwf.start()
      const unknown = { domain: 'nowhere', taskList: activityList }
      expect((await faultOf(client.countPendingActivityTasks(unknown))).message).toBe('Unknown domain: nowhere')
      expect((await faultOf(client.countPendingDecisionTasks(unknown))).message).toBe('Unknown domain: nowhere')
    })
  })

  describe('the answer to an activity', () => {
    it('completes it and wakes the decider', async () => {
      const { swf, run, taskToken } = await working()
      await swf.client.respondActivityTaskCompleted({ taskToken, result: 'shipped' })
      const events = await swf.historyFrom(7, run)
      expect(events[0]).toEqual({
        eventId: 7,
        eventType: 'ActivityTaskCompleted',
        attributes: { scheduledEventId: 5, startedEventId: 6, result: 'shipped' },
      })
      expect(eventTypes(events)).toEqual(['ActivityTaskCompleted', 'DecisionTaskScheduled'])
    })

    it('fails it and wakes the decider', async () => {
      const { swf, run, taskToken } = await working()
      await swf.client.respondActivityTaskFailed({ taskToken, reason: 'sold out', details: 'no books' })
      const events = await swf.historyFrom(7, run)
      expect(events[0]).toEqual({
        eventId: 7,
        eventType: 'ActivityTaskFailed',
        attributes: { scheduledEventId: 5, startedEventId: 6, reason: 'sold out', details: 'no books' },
      })
      expect(eventTypes(events)).toEqual(['ActivityTaskFailed', 'DecisionTaskScheduled'])
    })

    it('may be made once', async () => {
      const { swf, taskToken } = await working()
      await swf.client.respondActivityTaskCompleted({ taskToken })
      const unknown = { name: 'UnknownResourceFault', message: 'Unknown activity, scheduledEventId = 5' }
      expect(await faultOf(swf.client.respondActivityTaskCompleted({ taskToken }))).toEqual(unknown)
      expect(await faultOf(swf.client.respondActivityTaskFailed({ taskToken }))).toEqual(unknown)
      expect(await faultOf(swf.client.recordActivityTaskHeartbeat({ taskToken }))).toEqual(unknown)
    })

    it('comes too late when the execution has closed', async () => {
      const { swf, run, taskToken } = await working()
      await swf.client.terminateWorkflowExecution({ domain, workflowId: run.workflowId })
      const unknown = {
        name: 'UnknownResourceFault',
        message: `Unknown execution: WorkflowExecution=[workflowId=order-1, runId=${run.runId}]`,
      }
      expect(await faultOf(swf.client.respondActivityTaskCompleted({ taskToken }))).toEqual(unknown)
      expect(await faultOf(swf.client.respondActivityTaskFailed({ taskToken }))).toEqual(unknown)
      expect(await faultOf(swf.client.recordActivityTaskHeartbeat({ taskToken }))).toEqual(unknown)
    })

    it('is refused for a token that is none', async () => {
      const { client } = await TestSwf.start()
      const invalid = { name: 'ValidationException', message: 'Invalid token' }
      expect(await faultOf(client.respondActivityTaskCompleted({ taskToken: 'nonsense' }))).toEqual(invalid)
      expect(await faultOf(client.respondActivityTaskFailed({ taskToken: 'nonsense' }))).toEqual(invalid)
      expect(await faultOf(client.recordActivityTaskHeartbeat({ taskToken: 'nonsense' }))).toEqual(invalid)
    })

    it.each(damages)('is refused for a token %s, and the task goes on', async (_, damaged) => {
      const { swf, taskToken = '' } = await working()
      expect(await faultOf(swf.client.respondActivityTaskCompleted({ taskToken: damaged(taskToken) }))).toEqual({
        name: 'ValidationException',
        message: 'Invalid token',
      })
      await swf.client.respondActivityTaskCompleted({ taskToken })
    })

    it.each([1, 2, 3])(
      'is refused for a token whose last characters (%i) are lost, though it could name another task',
      async (lost) => {
        const swf = await TestSwf.registered()
        const run = await swf.startRun()
        const markers = Array.from({ length: 100 }, () => ({
          decisionType: 'RecordMarker' as const,
          recordMarkerDecisionAttributes: { markerName: 'm' },
        }))
        // Events 10 and 105 schedule the two: the shorter number is the beginning of the longer.
        await swf.decide(...markers.slice(0, 5), schedule('ten'), ...markers.slice(0, 94), schedule('hundred and five'))
        const tasks = [await swf.pollActivity(), await swf.pollActivity()]
        const token = tasks.find(({ activityId }) => activityId === 'hundred and five')?.taskToken ?? ''
        const call = swf.client.respondActivityTaskCompleted({ taskToken: token.slice(0, -lost) })
        expect((await faultOf(call)).message).toBe('Invalid token')
        expect(eventTypes(await swf.history(run))).not.toContain('ActivityTaskCompleted')
      },
    )

    it('is refused for the token of a decision task', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      expect((await faultOf(swf.client.respondActivityTaskCompleted({ taskToken }))).message).toBe('Invalid token')
    })

    it('is refused for a run that is kept no longer', async () => {
      const { run, taskToken } = await working()
      const { client: clientOfAnother } = await TestSwf.start()
      expect(await faultOf(clientOfAnother.respondActivityTaskCompleted({ taskToken }))).toEqual({
        name: 'UnknownResourceFault',
        message: `Unknown execution: WorkflowExecution=[runId=${run.runId}]`,
      })
    })

    it('takes 32,768 characters, and not one more', async () => {
      const { swf, taskToken } = await working()
      const tooLong = await faultOf(swf.client.respondActivityTaskCompleted({ taskToken, result: 'é'.repeat(32_769) }))
      expect(tooLong.name).toBe('ValidationException')
      expect(tooLong.message).toMatch(
        /at 'result' failed to satisfy constraint: Member must have length less than or equal to 32768$/,
      )
      await swf.client.respondActivityTaskCompleted({ taskToken, result: 'é'.repeat(32_768) })
    })
  })

  describe('RecordActivityTaskHeartbeat', () => {
    it('says that nobody asked to cancel', async () => {
      const { swf, taskToken } = await working()
      expect((await swf.client.recordActivityTaskHeartbeat({ taskToken, details: 'half' })).cancelRequested).toBe(false)
    })

    it('takes 2,048 characters of details, and not one more', async () => {
      const { swf, taskToken } = await working()
      await swf.client.recordActivityTaskHeartbeat({ taskToken, details: 'x'.repeat(2048) })
      const { message } = await faultOf(swf.client.recordActivityTaskHeartbeat({ taskToken, details: 'x'.repeat(2049) }))
      expect(message).toMatch(/Member must have length less than or equal to 2048$/)
    })
  })
})

describe('cancellation', () => {
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

    it('answers a request, which no longer shows in the description', async () => {
      const { swf, run } = await decided()
      await swf.client.requestCancelWorkflowExecution({ domain, ...run })
      await swf.decide(cancelExecution())
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo).toMatchObject({ closeStatus: 'CANCELED', cancelRequested: false })
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

    it('leaves an activity that waits in the list as it is when the batch closes the execution', async () => {
      const { swf, run } = await decided(schedule('ship-1'))
      await wake(swf, run.workflowId)
      await swf.decide(cancelActivity('ship-1'), complete())
      expect(eventTypes(await swf.historyFrom(10, run))).toEqual(['ActivityTaskCancelRequested', 'WorkflowExecutionCompleted'])
      expect(await swf.client.countPendingActivityTasks({ domain, taskList: activityList })).toMatchObject({ count: 0 })
    })

    it('cancels what is scheduled in the same batch once and after it, so that no worker ever sees it, and frees its id then', async () => {
      const { swf, run, events } = await decided(
        schedule('ship-1', { input: 'first' }),
        cancelActivity('ship-1'),
        cancelActivity('ship-1'),
        schedule('ship-2', { input: 'another' }),
      )
      expect(eventTypes(events)).toEqual([
        'DecisionTaskCompleted',
        'ActivityTaskScheduled',
        'ActivityTaskCancelRequested',
        'ActivityTaskCancelRequested',
        'ActivityTaskScheduled',
        'ActivityTaskCanceled',
        'DecisionTaskScheduled',
      ])
      await swf.decide(schedule('ship-1', { input: 'second' }))
      expect(await swf.client.countPendingActivityTasks({ domain, taskList: activityList })).toMatchObject({ count: 2 })
      expect(eventTypes(await swf.history(run))).not.toContain('ScheduleActivityTaskFailed')
    })

    it.each([
      ['that was never scheduled', []],
      ['that is canceled already', [schedule('ship-1'), cancelActivity('ship-1')]],
    ])('fails for an activity %s, and wakes the decider', async (_, before) => {
      const { swf, run } = await decided(...before)
      if (before.length === 0) await wake(swf, run.workflowId)
      await swf.decide(cancelActivity('ship-1'))
      expect((await swf.history(run)).slice(-2)).toMatchObject([
        {
          eventType: 'RequestCancelActivityTaskFailed',
          attributes: { activityId: 'ship-1', cause: 'ACTIVITY_ID_UNKNOWN' },
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
})
