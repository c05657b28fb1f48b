import { describe, expect, it } from 'vitest'
import {
  activityList,
  activityType,
  complete,
  decided,
  domain,
  eventTypes,
  schedule,
  startTimer,
  TestSwf,
} from './support/test-swf.js'

describe('ScheduleActivityTask', () => {
  it('writes the activity with the defaults of its type', async () => {
    const { events } = await decided(schedule('ship-1'))
    expect(events).toEqual([
      { eventId: 4, eventType: 'DecisionTaskCompleted', attributes: { scheduledEventId: 2, startedEventId: 3 } },
      {
        eventId: 5,
        eventType: 'ActivityTaskScheduled',
        attributes: {
          activityId: 'ship-1',
          activityType,
          taskList: activityList,
          scheduleToStartTimeout: 'NONE',
          scheduleToCloseTimeout: 'NONE',
          startToCloseTimeout: 'NONE',
          heartbeatTimeout: 'NONE',
          decisionTaskCompletedEventId: 4,
        },
      },
    ])
  })

  it('takes what is decided before the defaults', async () => {
    const own = {
      taskList: { name: 'own' },
      taskPriority: '9',
      input: 'two books',
      control: 'mine',
      scheduleToStartTimeout: '1',
      scheduleToCloseTimeout: '2',
      startToCloseTimeout: '3',
      heartbeatTimeout: '4',
    }
    const { events } = await decided(schedule('ship-1', own))
    expect(events[1]?.attributes).toEqual({ activityId: 'ship-1', activityType, decisionTaskCompletedEventId: 4, ...own })
  })

  it.each([
    ['ACTIVITY_TYPE_DOES_NOT_EXIST', { activityType: { name: 'nothing', version: '9' } }],
    ['ACTIVITY_TYPE_DEPRECATED', { activityType: { name: 'old', version: '1' } }],
    ['DEFAULT_TASK_LIST_UNDEFINED', { taskList: undefined }],
    ['DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED', { scheduleToStartTimeout: undefined }],
    ['DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED', { scheduleToCloseTimeout: undefined }],
    ['DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED', { startToCloseTimeout: undefined }],
    ['DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED', { heartbeatTimeout: undefined }],
  ])('fails with %s and wakes the decider', async (cause, attributes) => {
    const swf = await TestSwf.registered()
    for (const name of ['bare', 'old']) await swf.client.registerActivityType({ domain, name, version: '1' })
    await swf.client.deprecateActivityType({ domain, activityType: { name: 'old', version: '1' } })
    const run = await swf.startRun()
    const timeouts = {
      scheduleToStartTimeout: '1',
      scheduleToCloseTimeout: '1',
      startToCloseTimeout: '1',
      heartbeatTimeout: '1',
    }
    const bare = { name: 'bare', version: '1' }
    await swf.decide(schedule('a', { activityType: bare, taskList: activityList, ...timeouts, ...attributes }))
    const [, failed, next] = await swf.historyFrom(4, run)
    const expected = 'activityType' in attributes ? attributes.activityType : bare
    expect(failed).toEqual({
      eventId: 5,
      eventType: 'ScheduleActivityTaskFailed',
      attributes: { activityId: 'a', activityType: expected, cause, decisionTaskCompletedEventId: 4 },
    })
    expect(next?.eventType).toBe('DecisionTaskScheduled')
  })

  it('fails for an id that is in use, and takes it again when it is free', async () => {
    const { swf, run, events } = await decided(schedule('a'), schedule('a'))
    expect(eventTypes(events)).toEqual([
      'DecisionTaskCompleted',
      'ActivityTaskScheduled',
      'ScheduleActivityTaskFailed',
      'DecisionTaskScheduled',
    ])
    expect(events[2]?.attributes).toMatchObject({ activityId: 'a', cause: 'ACTIVITY_ID_ALREADY_IN_USE' })
    const { taskToken } = await swf.pollActivity()
    await swf.client.respondActivityTaskCompleted({ taskToken })
    await swf.decide(schedule('a'))
    expect(eventTypes(await swf.history(run)).at(-1)).toBe('ActivityTaskScheduled')
  })

  it('fails for the thousand-and-first open activity', async () => {
    const { events } = await decided(...Array.from({ length: 1001 }, (_, index) => schedule(`a${index}`)))
    expect(events.at(-2)?.attributes).toMatchObject({ activityId: 'a1000', cause: 'OPEN_ACTIVITIES_LIMIT_EXCEEDED' })
    expect(eventTypes(events).filter((type) => type === 'ActivityTaskScheduled')).toHaveLength(1000)
  })
})

describe('RecordMarker', () => {
  it('writes the marker and wakes nobody', async () => {
    const recordMarkerDecisionAttributes = { markerName: 'checkpoint', details: 'half' }
    const { events } = await decided({ decisionType: 'RecordMarker', recordMarkerDecisionAttributes })
    expect(events.slice(1)).toEqual([
      {
        eventId: 5,
        eventType: 'MarkerRecorded',
        attributes: { ...recordMarkerDecisionAttributes, decisionTaskCompletedEventId: 4 },
      },
    ])
  })
})

describe('closing decisions', () => {
  it('completes the execution', async () => {
    const { swf, run, events } = await decided(complete('done'))
    expect(events.slice(1)).toEqual([
      { eventId: 5, eventType: 'WorkflowExecutionCompleted', attributes: { result: 'done', decisionTaskCompletedEventId: 4 } },
    ])
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo?.closeStatus).toBe('COMPLETED')
  })

  it('fails the execution', async () => {
    const failWorkflowExecutionDecisionAttributes = { reason: 'sold out', details: 'no books' }
    const { swf, run, events } = await decided({
      decisionType: 'FailWorkflowExecution',
      failWorkflowExecutionDecisionAttributes,
    })
    expect(events.slice(1)).toEqual([
      {
        eventId: 5,
        eventType: 'WorkflowExecutionFailed',
        attributes: { ...failWorkflowExecutionDecisionAttributes, decisionTaskCompletedEventId: 4 },
      },
    ])
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo?.closeStatus).toBe('FAILED')
  })

  it.each(['CompleteWorkflowExecution', 'FailWorkflowExecution'] as const)(
    '%s fails when something came in that the decider had not seen',
    async (decisionType) => {
      const { swf, run } = await decided(startTimer('wake', '1'), startTimer('later', '2'))
      swf.clock.advance(1000)
      const { taskToken } = await swf.pollDecision()
      swf.clock.advance(1000)
      await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [{ decisionType }] })
      expect((await swf.history(run)).slice(-3)).toMatchObject([
        { eventType: 'DecisionTaskCompleted' },
        {
          eventType: `${decisionType}Failed`,
          attributes: { cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: 11 },
        },
        { eventType: 'DecisionTaskScheduled' },
      ])
      await swf.decide({ decisionType })
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo?.executionStatus).toBe('CLOSED')
    },
  )

  it('takes waiting activities off their lists, and their timers fire no more', async () => {
    const { swf, run } = await decided(schedule('a'), startTimer('wake', '5'))
    await swf.client.terminateWorkflowExecution({ domain, workflowId: run.workflowId })
    swf.clock.advance(10_000_000)
    expect(await swf.client.countPendingActivityTasks({ domain, taskList: activityList })).toMatchObject({ count: 0 })
    expect(eventTypes(await swf.history(run)).at(-1)).toBe('WorkflowExecutionTerminated')
  })

  it('never lists an activity that is scheduled in the same batch', async () => {
    const { swf, events } = await decided(schedule('a'), complete())
    expect(eventTypes(events)).toEqual(['DecisionTaskCompleted', 'ActivityTaskScheduled', 'WorkflowExecutionCompleted'])
    expect(await swf.client.countPendingActivityTasks({ domain, taskList: activityList })).toMatchObject({ count: 0 })
  })
})
