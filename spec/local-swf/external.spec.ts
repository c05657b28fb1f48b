import { describe, expect, it } from 'vitest'
import { cancelExternal, continueAsNew, signalExternal } from './support/decisions.js'
import { complete, domain, eventTypes, TestSwf, type Run } from './support/test-swf.js'

const otherList = { name: 'other deciders' }

/** An execution that decides, and another one. */
async function two() {
  const swf = await TestSwf.registered()
  const other = await swf.startRun({ workflowId: 'other', taskList: otherList })
  const run = await swf.startRun()
  return { swf, run, other }
}

/** The event of this type that came last. */
async function lastOf(swf: TestSwf, run: Run, wanted: string) {
  return (await swf.history(run)).findLast(({ eventType }) => eventType === wanted)
}

const kinds = [
  {
    decision: 'SignalExternalWorkflowExecution',
    decide: signalExternal,
    about: { signalName: 'hurry' },
    reached: 'ExternalWorkflowExecutionSignaled',
    received: 'WorkflowExecutionSignaled',
  },
  {
    decision: 'RequestCancelExternalWorkflowExecution',
    decide: cancelExternal,
    about: {},
    reached: 'ExternalWorkflowExecutionCancelRequested',
    received: 'WorkflowExecutionCancelRequested',
  },
] as const

describe.each(kinds)('$decision', ({ decision, decide, about, reached, received }) => {
  it('reaches the open run of a workflowId, and both deciders are woken', async () => {
    const { swf, run, other } = await two()
    await swf.decide(decide('other', { control: 'mine' }))
    expect(await swf.historyFrom(5, run)).toMatchObject([
      { eventId: 5, eventType: `${decision}Initiated` },
      { eventId: 6, eventType: reached },
      { eventId: 7, eventType: 'DecisionTaskScheduled' },
    ])
    const [initiated, done] = await swf.historyFrom(5, run)
    expect(initiated?.attributes).toEqual({
      ...about,
      workflowId: 'other',
      control: 'mine',
      decisionTaskCompletedEventId: 4,
    })
    expect(done?.attributes).toEqual({ workflowExecution: other, initiatedEventId: 5 })
    expect((await swf.historyFrom(3, other))[0]).toEqual({
      eventId: 3,
      eventType: received,
      attributes: { ...about, externalWorkflowExecution: run, externalInitiatedEventId: 5 },
    })
    const { events } = await swf.pollDecision({ taskList: otherList })
    expect(events?.at(-2)?.eventType).toBe(received)
  })

  it('reaches the run that is named', async () => {
    const { swf, run, other } = await two()
    await swf.decide(decide('other', { runId: other.runId }))
    expect((await lastOf(swf, run, `${decision}Initiated`))?.attributes).toMatchObject({ runId: other.runId })
    expect(await lastOf(swf, other, received)).toBeDefined()
  })

  it.each([
    ['nobody', {}],
    ['other', { runId: 'another run' }],
  ])('fails for what is not open: %s %o', async (workflowId, { runId }: { readonly runId?: string }) => {
    const { swf, run, other } = await two()
    await swf.decide(decide(workflowId, { runId, control: 'mine' }))
    const events = await swf.historyFrom(5, run)
    expect(eventTypes(events)).toEqual([`${decision}Initiated`, `${decision}Failed`, 'DecisionTaskScheduled'])
    expect(events[1]?.attributes).toEqual({
      workflowId,
      ...(runId !== undefined && { runId }),
      control: 'mine',
      cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
      initiatedEventId: 5,
      decisionTaskCompletedEventId: 4,
    })
    expect(await swf.history(other)).toHaveLength(2)
  })

  it('fails for a run that is closed, though another of its workflowId is open', async () => {
    const { swf, run, other } = await two()
    await swf.client.terminateWorkflowExecution({ domain, ...other })
    const open = await swf.startRun({ workflowId: 'other', taskList: otherList })
    await swf.decide(decide('other', { runId: other.runId }))
    expect(await lastOf(swf, run, `${decision}Failed`)).toBeDefined()
    expect(await swf.history(open)).toHaveLength(2)
  })

  it('reaches no execution of another domain', async () => {
    const { swf, run } = await two()
    await swf.client.registerDomain({ name: 'abroad', workflowExecutionRetentionPeriodInDays: '1' })
    const type = { name: 'order', version: '1' }
    await swf.client.registerWorkflowType({ domain: 'abroad', ...type })
    await swf.client.startWorkflowExecution({
      domain: 'abroad',
      workflowId: 'abroad-1',
      workflowType: type,
      taskList: otherList,
      executionStartToCloseTimeout: '100',
      taskStartToCloseTimeout: '10',
      childPolicy: 'ABANDON',
    })
    await swf.decide(decide('abroad-1'))
    expect(await lastOf(swf, run, `${decision}Failed`)).toBeDefined()
  })

  it('can reach the execution itself: one more decision task', async () => {
    const { swf, run } = await two()
    await swf.decide(decide(run.workflowId))
    const events = await swf.historyFrom(5, run)
    expect(eventTypes(events)).toEqual([`${decision}Initiated`, received, 'DecisionTaskScheduled', reached])
    expect(events[1]?.attributes).toEqual({ ...about, externalWorkflowExecution: run, externalInitiatedEventId: 5 })
  })

  it('still reaches the other from a batch that closes the sender, who writes no more', async () => {
    const { swf, run, other } = await two()
    await swf.decide(decide('other'), complete())
    expect(eventTypes(await swf.historyFrom(5, run))).toEqual([`${decision}Initiated`, 'WorkflowExecutionCompleted'])
    expect((await lastOf(swf, other, received))?.attributes).toMatchObject({
      externalWorkflowExecution: run,
      externalInitiatedEventId: 5,
    })
  })

  it('reaches the next run of its own workflowId from a batch that continues as new', async () => {
    const { swf, run } = await two()
    await swf.decide(decide(run.workflowId), continueAsNew())
    const { workflowExecution } = await swf.pollDecision()
    const next = { workflowId: run.workflowId, runId: workflowExecution?.runId ?? '' }
    expect(next.runId).not.toBe(run.runId)
    expect((await lastOf(swf, next, received))?.attributes).toMatchObject({ externalWorkflowExecution: run })
  })
})

it('signals with the input that the decision gives', async () => {
  const { swf, run, other } = await two()
  await swf.decide(signalExternal('other', { input: 'today' }))
  expect((await lastOf(swf, run, 'SignalExternalWorkflowExecutionInitiated'))?.attributes).toMatchObject({ input: 'today' })
  expect((await lastOf(swf, other, 'WorkflowExecutionSignaled'))?.attributes).toMatchObject({ input: 'today' })
})

it('shows that somebody asked to cancel', async () => {
  const { swf, other } = await two()
  await swf.decide(cancelExternal('other'))
  const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: other })
  expect(executionInfo).toMatchObject({ executionStatus: 'OPEN', cancelRequested: true })
})
