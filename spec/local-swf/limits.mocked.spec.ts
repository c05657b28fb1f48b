import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it, vi } from 'vitest'
import { callFunction, cancelActivity, cancelExternal, marker, signalExternal, startChild } from './support/decisions.js'
import { decideBlindly, fill, lastEvents } from './support/full-history.js'
import { type Run, TestSwf, activityList, complete, domain, faultOf, schedule, startTimer } from './support/test-swf.js'
import { openExecutionsUpToTheLimit } from './support/open-executions-limit.js'

const LIMIT = 60

// With the real limits, which limits.long.spec.ts reaches, each of these would take a second.
vi.mock('../../lib/local-swf/model/limits.js', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  HISTORY_LIMIT: 60,
  OPEN_EXECUTIONS_LIMIT: 100,
}))

it('the limits are those that SWF documents', async () => {
  expect(await vi.importActual('../../lib/local-swf/model/limits.js')).toMatchObject({
    HISTORY_LIMIT: 25_000,
    OPEN_ACTIVITIES_LIMIT: 1000,
    OPEN_TIMERS_LIMIT: 1000,
    OPEN_CHILDREN_LIMIT: 1000,
    OPEN_LAMBDA_FUNCTIONS_LIMIT: 1000,
    OPEN_EXECUTIONS_LIMIT: 100_000,
    POLLERS_LIMIT: 1000,
    DOMAINS_LIMIT: 100,
    TYPES_LIMIT: 10_000,
    TAGS_LIMIT: 50,
  })
})

it('a domain takes no more open executions than its limit, children that are only initiated included', () => {
  const { executions, events, startOneMore } = openExecutionsUpToTheLimit()
  expect(executions.openCount).toBe(100)
  expect(events).toMatchObject([
    { eventType: 'StartChildWorkflowExecutionInitiated' },
    {
      eventType: 'StartChildWorkflowExecutionFailed',
      startChildWorkflowExecutionFailedEventAttributes: {
        workflowId: 'child-2',
        cause: 'OPEN_WORKFLOWS_LIMIT_EXCEEDED',
        initiatedEventId: 0,
      },
    },
  ])
  expect(startOneMore).toThrow(/^Limit exceeded: 100 /)
})

describe('a full history', () => {
  /** A run that decided this much, and whose history then was filled. */
  async function filled(untilEventId: number, decisions: readonly Decision[] = [], prepare?: (swf: TestSwf) => Promise<unknown>) {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    await decideBlindly(swf, ...decisions)
    const prepared = await prepare?.(swf)
    await fill(swf, run, untilEventId)
    return { swf, run, taskToken: typeof prepared === 'string' ? prepared : undefined }
  }

  const working = async (swf: TestSwf) => (await swf.pollActivity()).taskToken
  const signal = (swf: TestSwf, run: Run) => swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })

  /** Wakes the decider and gives it the task: three events. */
  async function wake(swf: TestSwf, run: Run) {
    await signal(swf, run)
    const { taskToken } = await swf.pollDecision({ maximumPageSize: 1 })
    return (...decisions: Decision[]) => swf.client.respondDecisionTaskCompleted({ taskToken, decisions })
  }

  const terminated = {
    eventId: LIMIT,
    eventType: 'WorkflowExecutionTerminated',
    attributes: { cause: 'EVENT_LIMIT_EXCEEDED', childPolicy: 'TERMINATE' },
  }

  describe('the last event that has a place is the termination', () => {
    it('in the middle of a batch of markers', async () => {
      const { swf, run } = await filled(LIMIT - 10)
      const decide = await wake(swf, run)
      await decide(...Array.from({ length: 100 }, () => marker('one too many')))
      const events = await lastEvents(swf, run, 3)
      expect(events[2]).toEqual(terminated)
      expect(events.map(({ eventType }) => eventType).slice(0, 2)).toEqual(['MarkerRecorded', 'MarkerRecorded'])
      const { executionInfo, openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo).toMatchObject({ executionStatus: 'CLOSED', closeStatus: 'TERMINATED' })
      expect(openCounts?.openDecisionTasks).toBe(0)
    })

    it('when the decision task after a signal would take its place', async () => {
      const { swf, run } = await filled(LIMIT - 2)
      await signal(swf, run)
      expect(await lastEvents(swf, run, 2)).toMatchObject([{ eventType: 'WorkflowExecutionSignaled' }, terminated])
      expect((await faultOf(signal(swf, run))).name).toBe('UnknownResourceFault')
      const { runId } = await swf.startRun()
      expect((await swf.pollDecision()).workflowExecution?.runId).toBe(runId)
    })

    interface Case {
      readonly decisions?: readonly Decision[]
      readonly prepare?: (swf: TestSwf) => Promise<unknown>
      readonly act: (swf: TestSwf, run: Run, taskToken: string | undefined) => unknown
    }

    const activity = [schedule('ship-1')]
    const timedActivity = [schedule('ship-1', { startToCloseTimeout: '100' })]
    const cases: Readonly<Record<string, Case>> = {
      'a signal': { act: signal },
      'a request to cancel': { act: (swf, run) => swf.client.requestCancelWorkflowExecution({ domain, ...run }) },
      'a timer': { decisions: [startTimer('wake', '100')], act: (swf) => swf.clock.advance(100_000) },
      "an activity's completion": {
        decisions: activity,
        prepare: working,
        act: (swf, _, taskToken) => swf.client.respondActivityTaskCompleted({ taskToken }),
      },
      "an activity's failure": {
        decisions: activity,
        prepare: working,
        act: (swf, _, taskToken) => swf.client.respondActivityTaskFailed({ taskToken }),
      },
      "an activity's cancellation": {
        decisions: activity,
        prepare: working,
        act: (swf, _, taskToken) => swf.client.respondActivityTaskCanceled({ taskToken }),
      },
      "an activity's timeout": { decisions: timedActivity, prepare: working, act: (swf) => swf.clock.advance(100_000) },
      "a child's end": {
        decisions: [startChild('child', { taskList: { name: 'nobody' } })],
        act: (swf) => swf.client.terminateWorkflowExecution({ domain, workflowId: 'child' }),
      },
    }

    it.each(Object.keys(cases))('when %s would take its place, and only a running activity counts as open', async (name) => {
      const { decisions, prepare, act = () => {} } = cases[name] ?? {}
      const { swf, run, taskToken } = await filled(LIMIT - 1, decisions, prepare)
      await act(swf, run, taskToken)
      swf.clock.advance(1_000_000)
      expect(await lastEvents(swf, run, 1)).toEqual([terminated])
      const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(openCounts).toEqual({
        openActivityTasks: prepare ? 1 : 0,
        openChildWorkflowExecutions: 0,
        openDecisionTasks: 0,
        openLambdaFunctions: 0,
        openTimers: 0,
      })
    })

    it('when the answer to a decision task would take its place: nothing of it is done', async () => {
      const { swf, run } = await filled(LIMIT - 4)
      const decide = await wake(swf, run)
      await decide(schedule('ship-1'), complete())
      expect(await lastEvents(swf, run, 2)).toMatchObject([{ eventType: 'DecisionTaskStarted' }, terminated])
    })

    it('when the timeout of a decision task would take its place', async () => {
      const { swf, run } = await filled(LIMIT - 4)
      await wake(swf, run)
      swf.clock.advance(30_000)
      expect(await lastEvents(swf, run, 2)).toMatchObject([{ eventType: 'DecisionTaskStarted' }, terminated])
    })

    it('when the start of a decision task would take its place: the poll goes on to the next task', async () => {
      const { swf, run } = await filled(LIMIT - 3)
      await signal(swf, run)
      const other = await swf.startRun({ workflowId: 'other' })
      expect((await swf.pollDecision()).workflowExecution).toEqual(other)
      expect(await lastEvents(swf, run, 2)).toMatchObject([{ eventType: 'DecisionTaskScheduled' }, terminated])
    })

    it('when the start of an activity would take its place: its worker gets nothing', async () => {
      const { swf, run } = await filled(LIMIT - 1, [schedule('ship-1')])
      const other = await swf.startRun({ workflowId: 'other' })
      const poll = swf.pollActivity()
      await swf.decide(schedule('ship-2'))
      expect(await poll).toMatchObject({ activityId: 'ship-2', workflowExecution: other })
      expect(await lastEvents(swf, run, 1)).toEqual([terminated])
    })

    it('when the request to cancel an activity that no worker has would take its place', async () => {
      const { swf, run } = await filled(LIMIT - 5, [schedule('ship-1')])
      const decide = await wake(swf, run)
      await decide(cancelActivity('ship-1'))
      expect(await lastEvents(swf, run, 2)).toMatchObject([{ eventType: 'DecisionTaskCompleted' }, terminated])
    })
  })

  describe('an event that closes the execution may take the last place', () => {
    const closed = async (swf: TestSwf, run: Run, closeStatus: string) => {
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(executionInfo?.closeStatus).toBe(closeStatus)
      const [last] = await lastEvents(swf, run, 1)
      expect(last?.eventId).toBe(LIMIT)
      return last
    }

    it('as a decision', async () => {
      const { swf, run } = await filled(LIMIT - 5)
      const decide = await wake(swf, run)
      await decide(complete('just in time'))
      expect(await closed(swf, run, 'COMPLETED')).toMatchObject({ attributes: { result: 'just in time' } })
    })

    it('as a termination by hand, as a timeout', async () => {
      const { swf, run } = await filled(LIMIT - 1)
      await swf.client.terminateWorkflowExecution({ domain, ...run })
      expect(await closed(swf, run, 'TERMINATED')).toMatchObject({ attributes: { cause: 'OPERATOR_INITIATED' } })
      const late = await filled(LIMIT - 1)
      late.swf.clock.advance(3_600_000)
      expect(await closed(late.swf, late.run, 'TIMED_OUT')).toMatchObject({ eventType: 'WorkflowExecutionTimedOut' })
    })
  })
})

describe('a decision that fills the history', () => {
  const otherList = { name: 'other deciders' }

  /** A run whose decider answers when only so many places are left, and another run. */
  async function deciding(placesLeft: number, ...decisions: Decision[]) {
    let calls = 0
    const swf = await TestSwf.registered({ functions: { price: () => ++calls } })
    const other = await swf.startRun({ workflowId: 'other', taskList: otherList })
    const run = await swf.startRun({ lambdaRole: 'a-role' })
    await fill(swf, run, LIMIT - placesLeft - 4)
    await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })
    await decideBlindly(swf, ...decisions)
    const open = await swf.client.listOpenWorkflowExecutions({ domain, startTimeFilter: { oldestDate: new Date(0) } })
    return { swf, run, other, openExecutions: open.executionInfos?.length, calls: () => calls }
  }

  const endOfBatch = [
    { eventId: LIMIT - 1, eventType: 'DecisionTaskCompleted' },
    { eventId: LIMIT, eventType: 'WorkflowExecutionTerminated', attributes: { cause: 'EVENT_LIMIT_EXCEEDED' } },
  ]

  describe('a decision for which the history has no place', () => {
    it.each([
      ['ScheduleActivityTask', schedule('ship-1')],
      ['StartTimer', startTimer('wake', '100')],
      ['StartChildWorkflowExecution', startChild('child')],
      ['SignalExternalWorkflowExecution', signalExternal('other')],
      ['RequestCancelExternalWorkflowExecution', cancelExternal('other')],
      ['ScheduleLambdaFunction', callFunction('price')],
    ])('%s does nothing', async (_, decision) => {
      const { swf, run, other, openExecutions, calls } = await deciding(1, decision)
      swf.clock.advance(1_000_000)
      expect(await lastEvents(swf, run, 2)).toMatchObject(endOfBatch)
      expect(openExecutions).toBe(1)
      expect(await swf.history(other)).toHaveLength(2)
      expect(calls()).toBe(0)
      expect(await swf.client.countPendingActivityTasks({ domain, taskList: activityList })).toMatchObject({ count: 0 })
      const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
      expect(openCounts).toEqual({
        openActivityTasks: 0,
        openChildWorkflowExecutions: 0,
        openDecisionTasks: 0,
        openLambdaFunctions: 0,
        openTimers: 0,
      })
    })

    it('ends the batch: what comes after it is not looked at', async () => {
      const { swf, run } = await deciding(2, schedule('ship-1'), schedule('ship-2'), complete())
      expect((await lastEvents(swf, run, 1))[0]).toMatchObject({ eventType: 'WorkflowExecutionTerminated' })
      expect(await swf.client.countPendingActivityTasks({ domain, taskList: activityList })).toMatchObject({ count: 0 })
    })
  })

  describe('what was written before the history was full', () => {
    it('is still sent, as a signal', async () => {
      const { swf, run, other } = await deciding(2, signalExternal('other'), startTimer('one too many', '1'))
      expect(await lastEvents(swf, run, 2)).toMatchObject([
        { eventType: 'SignalExternalWorkflowExecutionInitiated' },
        { eventType: 'WorkflowExecutionTerminated' },
      ])
      expect((await swf.history(other)).at(-1)).toMatchObject({
        eventType: 'WorkflowExecutionSignaled',
        attributes: { externalWorkflowExecution: run, externalInitiatedEventId: LIMIT - 1 },
      })
    })

    it('is not started any more, as a child or a function', async () => {
      const decisions = [startChild('child'), callFunction('price'), startTimer('one too many', '1')]
      const { openExecutions, calls } = await deciding(3, ...decisions)
      expect(openExecutions).toBe(1)
      expect(calls()).toBe(0)
    })

    it('is not called, as a function whose start could not be told', async () => {
      const { swf, run, calls } = await deciding(2, callFunction('price'))
      expect(await lastEvents(swf, run, 2)).toMatchObject([
        { eventType: 'LambdaFunctionScheduled' },
        { eventType: 'WorkflowExecutionTerminated' },
      ])
      expect(calls()).toBe(0)
    })

    it('comes under the child policy, as a child whose start could not be told', async () => {
      const { swf, run, openExecutions } = await deciding(2, startChild('child'))
      expect((await lastEvents(swf, run, 1))[0]).toMatchObject({ eventId: LIMIT, eventType: 'WorkflowExecutionTerminated' })
      expect(openExecutions).toBe(1)
    })
  })
})
