import { describe, expect, it } from 'vitest'
import { damages } from './support/damages.js'
import { activityList, activityType, decisionList, domain, eventTypes, faultOf, schedule, TestSwf } from './support/test-swf.js'

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
