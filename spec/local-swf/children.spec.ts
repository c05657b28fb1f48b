import { describe, expect, it } from 'vitest'
import { cancelExecution, continueAsNew, fail, startChild } from './support/decisions.js'
import { complete, decided, decisionList, domain, eventTypes, workflowType, type TestSwf } from './support/test-swf.js'

const childList = { name: 'child deciders' }

/** A parent (events 5: initiated, 6: the child's start) and its child, which has not decided yet. */
async function withChild(overrides: Parameters<typeof startChild>[1] = {}) {
  const { swf, run: parent } = await decided(startChild('child-1', { taskList: childList, ...overrides }))
  const started = await swf.historyFrom(6, parent)
  const child = await swf.client.listOpenWorkflowExecutions({
    domain,
    startTimeFilter: { oldestDate: new Date(0) },
    executionFilter: { workflowId: 'child-1' },
  })
  const { workflowId = '', runId = '' } = child.executionInfos?.[0]?.execution ?? {}
  const decideInChild = async (...decisions: Parameters<TestSwf['decide']>) => {
    const { taskToken } = await swf.pollDecision({ taskList: childList })
    await swf.client.respondDecisionTaskCompleted({ taskToken, decisions })
  }
  return { swf, parent, child: { workflowId, runId }, started, decideInChild }
}

describe('StartChildWorkflowExecution', () => {
  it('writes what was initiated, then the start, and wakes the decider', async () => {
    const given = {
      taskPriority: '3',
      executionStartToCloseTimeout: '100',
      taskStartToCloseTimeout: '10',
      childPolicy: 'ABANDON',
      input: 'two books',
      tagList: ['gift'],
      lambdaRole: 'a-role',
    } satisfies Parameters<typeof startChild>[1]
    const { swf, parent, child } = await withChild({ control: 'mine', ...given })
    const about = { ...given, workflowType, taskList: childList }
    expect(await swf.historyFrom(5, parent)).toMatchObject([
      {
        eventId: 5,
        eventType: 'StartChildWorkflowExecutionInitiated',
        attributes: { ...about, workflowId: 'child-1', control: 'mine', decisionTaskCompletedEventId: 4 },
      },
      {
        eventId: 6,
        eventType: 'ChildWorkflowExecutionStarted',
        attributes: { workflowExecution: child, workflowType, initiatedEventId: 5 },
      },
      { eventId: 7, eventType: 'DecisionTaskScheduled' },
    ])
    const [started, task] = await swf.history(child)
    expect(started?.attributes).toEqual({ ...about, parentWorkflowExecution: parent, parentInitiatedEventId: 5 })
    expect(task?.attributes).toEqual({
      taskList: childList,
      taskPriority: '3',
      startToCloseTimeout: '10',
      scheduleToStartTimeout: 'NONE',
    })
  })

  it("fills what is left out from the type's defaults", async () => {
    const { events } = await decided(startChild('child-1'))
    expect(events[1]?.attributes).toEqual({
      workflowId: 'child-1',
      workflowType,
      taskList: decisionList,
      executionStartToCloseTimeout: '3600',
      taskStartToCloseTimeout: '30',
      childPolicy: 'TERMINATE',
      decisionTaskCompletedEventId: 4,
    })
  })

  it('starts the child only when the whole batch is written', async () => {
    const { events } = await decided(startChild('child-1'), startChild('child-2'))
    expect(eventTypes(events)).toEqual([
      'DecisionTaskCompleted',
      'StartChildWorkflowExecutionInitiated',
      'StartChildWorkflowExecutionInitiated',
      'ChildWorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'ChildWorkflowExecutionStarted',
    ])
  })

  it('shows in descriptions: the parent of the child, the open children of the parent', async () => {
    const { swf, parent, child, decideInChild } = await withChild()
    const describeRun = (execution: typeof child) => swf.client.describeWorkflowExecution({ domain, execution })
    expect((await describeRun(child)).executionInfo?.parent).toEqual(parent)
    expect((await describeRun(parent)).executionInfo?.parent).toBeUndefined()
    expect((await describeRun(parent)).openCounts?.openChildWorkflowExecutions).toBe(1)
    await decideInChild(complete())
    expect((await describeRun(parent)).openCounts?.openChildWorkflowExecutions).toBe(0)
  })
})

describe('a parent hears that its child', () => {
  const about = { workflowType, initiatedEventId: 5, startedEventId: 6 }

  it.each([
    ['completed', 'Completed', complete('done'), { result: 'done' }],
    ['failed', 'Failed', fail('sold out', 'no books'), { reason: 'sold out', details: 'no books' }],
    ['was canceled', 'Canceled', cancelExecution('as asked'), { details: 'as asked' }],
  ] as const)('%s', async (_, ending, decision, attributes) => {
    const { swf, parent, child, decideInChild } = await withChild()
    await swf.decide()
    await decideInChild(decision)
    const told = { ...about, workflowExecution: child, ...attributes }
    expect(await swf.historyFrom(10, parent)).toMatchObject([
      { eventType: `ChildWorkflowExecution${ending}` },
      { eventType: 'DecisionTaskScheduled' },
    ])
    expect((await swf.historyFrom(10, parent))[0]?.attributes).toEqual(told)
  })

  it('was terminated', async () => {
    const { swf, parent, child } = await withChild()
    await swf.client.terminateWorkflowExecution({ domain, ...child, reason: 'why', details: 'not told' })
    expect((await swf.historyFrom(8, parent))[0]).toEqual({
      eventId: 8,
      eventType: 'ChildWorkflowExecutionTerminated',
      attributes: { ...about, workflowExecution: child },
    })
  })

  it('timed out', async () => {
    const { swf, parent, child } = await withChild({ executionStartToCloseTimeout: '100' })
    swf.clock.advance(100_000)
    expect((await swf.historyFrom(8, parent))[0]).toEqual({
      eventId: 8,
      eventType: 'ChildWorkflowExecutionTimedOut',
      attributes: { ...about, workflowExecution: child, timeoutType: 'START_TO_CLOSE' },
    })
  })

  it('ended, but not that it continued as new: then of the last run, as what was started', async () => {
    const { swf, parent, child, decideInChild } = await withChild()
    await decideInChild(continueAsNew({ taskList: childList }))
    expect(await swf.history(parent)).toHaveLength(7)
    const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: parent })
    expect(openCounts?.openChildWorkflowExecutions).toBe(1)
    const next = await swf.pollDecision({ taskList: childList })
    expect(next.workflowExecution?.runId).not.toBe(child.runId)
    expect(next.events?.[0]?.workflowExecutionStartedEventAttributes).toMatchObject({
      continuedExecutionRunId: child.runId,
      parentWorkflowExecution: parent,
      parentInitiatedEventId: 5,
    })
    await swf.client.respondDecisionTaskCompleted({ taskToken: next.taskToken, decisions: [complete('at last')] })
    expect((await swf.historyFrom(8, parent))[0]).toEqual({
      eventId: 8,
      eventType: 'ChildWorkflowExecutionCompleted',
      attributes: { ...about, workflowExecution: next.workflowExecution, result: 'at last' },
    })
  })

  it('ended, only while it is open itself', async () => {
    const { swf, parent, child, decideInChild } = await withChild()
    await swf.decide(complete())
    await decideInChild(complete('too late'))
    expect(eventTypes(await swf.history(parent)).at(-1)).toBe('WorkflowExecutionCompleted')
    expect(eventTypes(await swf.history(child)).at(-1)).toBe('WorkflowExecutionCompleted')
  })
})

describe('a closed parent', () => {
  it('counts the children that are still open', async () => {
    const { swf, parent, decideInChild } = await withChild()
    await swf.decide(complete())
    const openChildren = async () => {
      const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: parent })
      return openCounts?.openChildWorkflowExecutions
    }
    expect(await openChildren()).toBe(1)
    await decideInChild(continueAsNew({ taskList: childList }))
    expect(await openChildren()).toBe(1)
    await decideInChild(complete())
    expect(await openChildren()).toBe(0)
  })

  it('leaves running what it started in the batch that closed it', async () => {
    const { swf, run, events } = await decided(startChild('child-1', { taskList: childList }), complete())
    expect(eventTypes(events)).toEqual([
      'DecisionTaskCompleted',
      'StartChildWorkflowExecutionInitiated',
      'WorkflowExecutionCompleted',
    ])
    const { workflowExecution, events: [started] = [] } = await swf.pollDecision({ taskList: childList })
    expect(workflowExecution?.workflowId).toBe('child-1')
    expect(started?.workflowExecutionStartedEventAttributes).toMatchObject({
      parentWorkflowExecution: run,
      parentInitiatedEventId: 5,
    })
  })
})
