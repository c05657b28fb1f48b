import type { CloseStatus, Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import {
  callFunction,
  cancelActivity,
  cancelExecution,
  cancelTimer,
  continueAsNew,
  fail,
  startChild,
} from './support/decisions.js'
import { complete, domain, eventTypes, schedule, startTimer, TestSwf, type Run } from './support/test-swf.js'

const childList = { name: 'child deciders' }
const none = {
  openActivityTasks: 0,
  openDecisionTasks: 0,
  openTimers: 0,
  openChildWorkflowExecutions: 0,
  openLambdaFunctions: 0,
}

const describeRun = (swf: TestSwf, execution: Run) => swf.client.describeWorkflowExecution({ domain, execution })

/** An execution with two activities, three timers, a child and a call of a function, whose decider is woken. */
async function busy() {
  const swf = await TestSwf.registered({ functions: { price: () => new Promise(() => {}) } })
  const run = await swf.startRun({ lambdaRole: 'a-role', executionStartToCloseTimeout: '1000' })
  await swf.decide(
    schedule('a'),
    schedule('b'),
    startTimer('one', '100'),
    startTimer('two', '200'),
    startTimer('three', '300'),
    startChild('child', { taskList: childList }),
    callFunction('price'),
  )
  return { swf, run }
}

const endings: ReadonlyArray<readonly [CloseStatus, string, Decision | ((swf: TestSwf, run: Run) => unknown)]> = [
  ['COMPLETED', 'WorkflowExecutionCompleted', complete()],
  ['FAILED', 'WorkflowExecutionFailed', fail()],
  ['CANCELED', 'WorkflowExecutionCanceled', cancelExecution()],
  ['CONTINUED_AS_NEW', 'WorkflowExecutionContinuedAsNew', continueAsNew()],
  [
    'TERMINATED',
    'WorkflowExecutionTerminated',
    (swf, run) => swf.client.terminateWorkflowExecution({ domain, ...run, childPolicy: 'ABANDON' }),
  ],
  ['TIMED_OUT', 'WorkflowExecutionTimedOut', (swf) => swf.clock.advance(1_000_000)],
]

describe('an execution that is closed', () => {
  it.each(endings)('as %s ends with %s, and nothing is open in it but children', async (closeStatus, lastEvent, end) => {
    const { swf, run } = await busy()
    if (typeof end === 'function') await end(swf, run)
    else await swf.decide(end)
    const { executionInfo, openCounts } = await describeRun(swf, run)
    expect(executionInfo).toMatchObject({
      executionStatus: 'CLOSED',
      closeStatus,
      closeTimestamp: new Date(swf.clock.now()),
    })
    // A timeout brings the child's end with it: the policy is TERMINATE.
    expect(openCounts).toEqual({ ...none, openChildWorkflowExecutions: closeStatus === 'TIMED_OUT' ? 0 : 1 })
    expect(eventTypes(await swf.history(run)).at(-1)).toBe(lastEvent)
    const closed = await swf.client.listClosedWorkflowExecutions({
      domain,
      startTimeFilter: { oldestDate: new Date(0) },
      closeStatusFilter: { status: closeStatus },
    })
    expect(closed.executionInfos?.map(({ execution }) => execution)).toContainEqual(run)
  })
})

describe('openCounts', () => {
  it('counts all that is open', async () => {
    const { swf, run } = await busy()
    expect((await describeRun(swf, run)).openCounts).toEqual({
      openActivityTasks: 2,
      openDecisionTasks: 1,
      openTimers: 3,
      openChildWorkflowExecutions: 1,
      openLambdaFunctions: 1,
    })
  })

  it('counts an activity and a decision task also while they are worked on', async () => {
    const { swf, run } = await busy()
    await swf.pollActivity()
    await swf.pollDecision()
    expect((await describeRun(swf, run)).openCounts).toMatchObject({ openActivityTasks: 2, openDecisionTasks: 1 })
  })

  it('counts no more what has ended', async () => {
    const { swf, run } = await busy()
    const { taskToken } = await swf.pollActivity()
    await swf.client.respondActivityTaskCompleted({ taskToken })
    swf.clock.advance(100_000)
    await swf.client.terminateWorkflowExecution({ domain, workflowId: 'child' })
    await swf.decide(cancelActivity('b'), cancelTimer('two'))
    expect((await describeRun(swf, run)).openCounts).toEqual({
      ...none,
      openDecisionTasks: 1,
      openTimers: 1,
      openLambdaFunctions: 1,
    })
    swf.clock.advance(800_000)
    await swf.decide()
    expect((await describeRun(swf, run)).openCounts).toEqual(none)
  })
})

describe('DescribeWorkflowExecution', () => {
  it('tells when the last activity was scheduled, not when one ended', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    expect((await describeRun(swf, run)).latestActivityTaskTimestamp).toBeUndefined()
    swf.clock.advance(1000)
    await swf.decide(schedule('a'))
    const scheduled = new Date(swf.clock.now())
    swf.clock.advance(1000)
    const { taskToken } = await swf.pollActivity()
    await swf.client.respondActivityTaskCompleted({ taskToken })
    expect((await describeRun(swf, run)).latestActivityTaskTimestamp).toEqual(scheduled)
    await swf.decide(schedule('b'))
    expect((await describeRun(swf, run)).latestActivityTaskTimestamp).toEqual(new Date(swf.clock.now()))
  })

  it('tells the latest context that a decider gave, whatever answers came without one', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    for (const executionContext of ['one', 'two', undefined]) {
      const { taskToken } = await swf.pollDecision()
      await swf.client.respondDecisionTaskCompleted({ taskToken, executionContext })
      await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })
    }
    expect((await describeRun(swf, run)).latestExecutionContext).toBe('two')
  })
})
