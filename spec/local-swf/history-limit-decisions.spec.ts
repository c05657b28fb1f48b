import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { callFunction, cancelExternal, signalExternal, startChild } from './support/decisions.js'
import { decideBlindly, fill, lastEvents } from './support/full-history.js'
import { activityList, complete, domain, schedule, startTimer, TestSwf } from './support/test-swf.js'

const LIMIT = 25_000
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
