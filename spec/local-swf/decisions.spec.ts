import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { gate } from '../support/gate.js'
import { callFunction, cancelExecution, continueAsNew, fail, startChild } from './support/decisions.js'
import {
  type Run,
  TestSwf,
  activityList,
  activityType,
  complete,
  decided,
  domain,
  eventTypes,
  faultOf,
  schedule,
  startTimer,
} from './support/test-swf.js'

describe('decisions', () => {
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
          { eventType: 'DecisionTaskScheduled' },
          { eventType: 'DecisionTaskCompleted' },
          {
            eventType: `${decisionType}Failed`,
            attributes: { cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: 12 },
          },
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
})

describe('a batch of decisions', () => {
  describe('a batch', () => {
    it('is refused when a closing decision is not its last, and the token stays good', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      const respond = (...decisions: Decision[]) => swf.client.respondDecisionTaskCompleted({ taskToken, decisions })
      expect(await faultOf(respond(complete(), schedule('a')))).toEqual({
        name: 'ValidationException',
        message: 'Close must be last decision in list',
      })
      expect(await swf.history(run)).toHaveLength(3)
      await respond(complete())
    })

    it('is refused whole for one bad decision, and the token stays good', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      const respond = (...decisions: Decision[]) => swf.client.respondDecisionTaskCompleted({ taskToken, decisions })
      const bad = {
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: 'a/b', startToFireTimeout: 'soon' },
      } as const
      const { name, message } = await faultOf(respond(schedule('a'), bad))
      expect(name).toBe('ValidationException')
      expect(message).toMatch(
        /^2 validation errors detected: Value 'a\/b' at 'decisions\.2\.member\.startTimerDecisionAttributes\.timerId'/,
      )
      expect(await swf.history(run)).toHaveLength(3)
      await respond(schedule('a'))
    })

    it('counts attributes that are left out as empty', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      const { message } = await faultOf(
        swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [{ decisionType: 'CancelTimer' }] }),
      )
      expect(message).toBe(
        "1 validation error detected: Value null at 'decisions.1.member.cancelTimerDecisionAttributes.timerId' failed to satisfy constraint: Member must not be null",
      )
    })

    it('is refused for a decision that SWF does not have, naming it', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      // @ts-expect-error the SDK's types know what SWF has
      const unknown: Decision = { decisionType: 'Dance' }
      const { name, message } = await faultOf(swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [unknown] }))
      expect(name).toBe('ValidationException')
      expect(message).toContain(
        "Value 'Dance' at 'decisions.1.member.decisionType' failed to satisfy constraint: Member must satisfy enum value set: [",
      )
    })

    it('may be empty, with an execution context', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      const { taskToken } = await swf.pollDecision({ identity: 'decider-1' })
      await swf.client.respondDecisionTaskCompleted({ taskToken, executionContext: 'thinking' })
      expect(await swf.historyFrom(3, run)).toEqual([
        { eventId: 3, eventType: 'DecisionTaskStarted', attributes: { scheduledEventId: 2, identity: 'decider-1' } },
        {
          eventId: 4,
          eventType: 'DecisionTaskCompleted',
          attributes: { scheduledEventId: 2, startedEventId: 3, executionContext: 'thinking' },
        },
      ])
    })
  })

  describe('a decision token', () => {
    it('is good for one answer', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [schedule('a')] })
      expect(await faultOf(swf.client.respondDecisionTaskCompleted({ taskToken }))).toEqual({
        name: 'UnknownResourceFault',
        message: 'Unknown decision task, scheduledEventId = 2',
      })
    })

    it('of a closed execution names the execution', async () => {
      const swf = await TestSwf.registered()
      const { workflowId, runId } = await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      await swf.client.terminateWorkflowExecution({ domain, workflowId })
      expect(await faultOf(swf.client.respondDecisionTaskCompleted({ taskToken }))).toEqual({
        name: 'UnknownResourceFault',
        message: `Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`,
      })
    })

    it("that is none, or an activity's, is refused", async () => {
      const { swf } = await decided(schedule('a'))
      const { taskToken } = await swf.pollActivity()
      for (const token of ['nonsense', taskToken]) {
        expect(await faultOf(swf.client.respondDecisionTaskCompleted({ taskToken: token }))).toEqual({
          name: 'ValidationException',
          message: 'Invalid token',
        })
      }
    })
  })
})

describe('a decision that closes the execution', () => {
  const childList = { name: 'child deciders' }

  /** An execution with an activity that a worker has, a timer, a child and a call of a function, and a way to end each. */
  async function busy() {
    const held = gate()
    const swf = await TestSwf.registered({ functions: { price: () => held.opened } })
    const run = await swf.startRun({ lambdaRole: 'a-role' })
    await swf.decide(
      schedule('ship-1'),
      startTimer('wake', '10'),
      startChild('child', { taskList: childList }),
      callFunction('price'),
    )
    // The start of the child is told in a turn of its own.
    await swf.decide()
    const { taskToken } = await swf.pollActivity()
    const { client } = swf
    const happenings: Readonly<Record<string, () => unknown>> = {
      WorkflowExecutionSignaled: () => client.signalWorkflowExecution({ domain, ...run, signalName: 'hurry' }),
      WorkflowExecutionCancelRequested: () => client.requestCancelWorkflowExecution({ domain, ...run }),
      ActivityTaskCompleted: () => client.respondActivityTaskCompleted({ taskToken }),
      ActivityTaskFailed: () => client.respondActivityTaskFailed({ taskToken }),
      ActivityTaskCanceled: () => client.respondActivityTaskCanceled({ taskToken }),
      TimerFired: () => swf.clock.advance(10_000),
      ChildWorkflowExecutionTerminated: () => client.terminateWorkflowExecution({ domain, workflowId: 'child' }),
      LambdaFunctionCompleted: () => held.open(),
    }
    const happen = async (happening: string): Promise<void> => {
      await happenings[happening]?.()
      // A function's end is written when its promise is; a call gives it the time.
      expect(eventTypes(await swf.history(run))).toContain(happening)
    }
    return { swf, run, happen }
  }

  async function wake(swf: TestSwf, run: Run): Promise<void> {
    await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })
  }

  const closingDecisions = [complete(), fail(), cancelExecution(), continueAsNew()]
  const happenings = [
    'WorkflowExecutionSignaled',
    'WorkflowExecutionCancelRequested',
    'ActivityTaskCompleted',
    'ActivityTaskFailed',
    'ActivityTaskCanceled',
    'TimerFired',
    'ChildWorkflowExecutionTerminated',
    'LambdaFunctionCompleted',
  ]

  // Each happening once, and each of the other decisions once.
  const unseen = [
    ...happenings.map((happening) => ({ happening, decision: complete() })),
    ...closingDecisions.slice(1).map((decision) => ({ happening: 'WorkflowExecutionSignaled', decision })),
  ]

  it.each(unseen)(
    '$decision.decisionType fails when $happening came in while the decider was at work, until it has seen it',
    async ({ happening, decision }) => {
      const { swf, run, happen } = await busy()
      await wake(swf, run)
      const { taskToken } = await swf.pollDecision()
      await happen(happening)
      await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [decision] })
      const [scheduled, completed, failed] = (await swf.history(run)).slice(-3)
      expect(scheduled?.eventType).toBe('DecisionTaskScheduled')
      expect(completed?.eventType).toBe('DecisionTaskCompleted')
      expect(failed?.eventType).toBe(`${decision.decisionType}Failed`)
      expect(failed?.attributes).toEqual({ cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: completed?.eventId })
      await swf.decide(decision)
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo?.executionStatus).toBe('CLOSED')
    },
  )

  describe.each(closingDecisions)('$decisionType', (decision) => {
    it('closes the execution after what came in before the decision task was started', async () => {
      const { swf, run, happen } = await busy()
      await wake(swf, run)
      for (const happening of happenings) if (!/ActivityTask(Failed|Canceled)/.test(happening)) await happen(happening)
      await swf.decide(decision)
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo?.executionStatus).toBe('CLOSED')
    })

    it('is not kept by an activity that only starts meanwhile, nor by a decision of its batch that fails', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      await swf.decide(schedule('ship-1'))
      await wake(swf, run)
      const { taskToken } = await swf.pollDecision()
      await swf.pollActivity()
      await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [schedule('ship-1'), decision] })
      expect(eventTypes(await swf.history(run))).toContain('ScheduleActivityTaskFailed')
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo?.executionStatus).toBe('CLOSED')
    })
  })

  it('what else is in the batch of a closing decision that fails is done all the same', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    await wake(swf, run)
    await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [schedule('ship-1'), complete()] })
    expect((await swf.pollActivity()).activityId).toBe('ship-1')
    expect(eventTypes(await swf.historyFrom(5, run))).toEqual([
      'DecisionTaskScheduled',
      'DecisionTaskCompleted',
      'ActivityTaskScheduled',
      'CompleteWorkflowExecutionFailed',
      'ActivityTaskStarted',
    ])
  })
})
