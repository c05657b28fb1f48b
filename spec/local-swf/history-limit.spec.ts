import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { cancelActivity, marker, startChild } from './support/decisions.js'
import { decideBlindly, fill, lastEvents } from './support/full-history.js'
import { complete, domain, faultOf, schedule, startTimer, TestSwf, type Run } from './support/test-swf.js'

const LIMIT = 25_000

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

describe('the 25,000th event is the termination', () => {
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

  it.each(Object.keys(cases))('when %s would take its place, and nothing is left open', async (name) => {
    const { decisions, prepare, act = () => {} } = cases[name] ?? {}
    const { swf, run, taskToken } = await filled(LIMIT - 1, decisions, prepare)
    await act(swf, run, taskToken)
    swf.clock.advance(1_000_000)
    expect(await lastEvents(swf, run, 1)).toEqual([terminated])
    const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(openCounts).toEqual({
      openActivityTasks: 0,
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
