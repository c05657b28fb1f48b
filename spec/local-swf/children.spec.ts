import type { WorkflowExecution } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { cancelExecution, continueAsNew, fail, startChild } from './support/decisions.js'
import {
  type PlainEvent,
  type Run,
  TestSwf,
  complete,
  decided,
  decisionList,
  domain,
  eventTypes,
  workflowType,
} from './support/test-swf.js'

type ChildPolicy = 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON'

describe('children', () => {
  const childList = { name: 'child deciders' }

  /** A parent (events 5: initiated, 6: the child's start) and its child, which has not decided yet. */
  async function withChild(overrides: Parameters<typeof startChild>[1] = {}, parentPolicy: ChildPolicy = 'TERMINATE') {
    const swf = await TestSwf.registered()
    const parent = await swf.startRun({ childPolicy: parentPolicy })
    await swf.decide(startChild('child-1', { taskList: childList, ...overrides }))
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
      const { swf, parent, child, decideInChild } = await withChild({}, 'ABANDON')
      await swf.decide(complete())
      await decideInChild(complete('too late'))
      expect(eventTypes(await swf.history(parent)).at(-1)).toBe('WorkflowExecutionCompleted')
      expect(eventTypes(await swf.history(child)).at(-1)).toBe('WorkflowExecutionCompleted')
    })
  })

  describe('a closed parent', () => {
    it('counts the children that are still open', async () => {
      const { swf, parent, decideInChild } = await withChild({}, 'ABANDON')
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

    it('leaves running what it started in the batch that closed it, unless its policy says otherwise', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun({ childPolicy: 'ABANDON' })
      await swf.decide(startChild('child-1', { taskList: childList }), complete())
      expect(eventTypes(await swf.historyFrom(4, run))).toEqual([
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
})

describe('StartChildWorkflowExecution fails', () => {
  const bare = { name: 'bare', version: '1' }
  const given = {
    executionStartToCloseTimeout: '100',
    taskList: { name: 'children' },
    taskStartToCloseTimeout: '10',
    childPolicy: 'ABANDON',
  } as const

  it.each([
    ['WORKFLOW_TYPE_DOES_NOT_EXIST', { workflowType: { name: 'nothing', version: '9' } }],
    ['WORKFLOW_TYPE_DEPRECATED', { workflowType: { name: 'old', version: '1' } }],
    ['DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED', { executionStartToCloseTimeout: undefined }],
    ['DEFAULT_TASK_LIST_UNDEFINED', { taskList: undefined }],
    ['DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED', { taskStartToCloseTimeout: undefined }],
    ['DEFAULT_CHILD_POLICY_UNDEFINED', { childPolicy: undefined }],
  ])('with %s: nothing was initiated, and the decider is woken', async (cause, attributes) => {
    const swf = await TestSwf.registered()
    for (const name of ['bare', 'old']) await swf.client.registerWorkflowType({ domain, name, version: '1' })
    await swf.client.deprecateWorkflowType({ domain, workflowType: { name: 'old', version: '1' } })
    const run = await swf.startRun()
    const child = { workflowType: bare, ...given, ...attributes }
    await swf.decide(startChild('child-1', { control: 'mine', ...child }))
    expect((await swf.historyFrom(5, run))[0]).toEqual({
      eventId: 5,
      eventType: 'StartChildWorkflowExecutionFailed',
      attributes: {
        workflowId: 'child-1',
        workflowType: child.workflowType,
        control: 'mine',
        cause,
        initiatedEventId: 0,
        decisionTaskCompletedEventId: 4,
      },
    })
    expect(eventTypes(await swf.historyFrom(6, run))).toEqual(['DecisionTaskScheduled'])
  })

  it('when the workflowId is running already: that is found out after it was initiated', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun({ workflowId: 'child-1', taskList: { name: 'other' } })
    const run = await swf.startRun()
    await swf.decide(startChild('child-1', { control: 'mine' }))
    const events = await swf.historyFrom(5, run)
    expect(eventTypes(events)).toEqual([
      'StartChildWorkflowExecutionInitiated',
      'StartChildWorkflowExecutionFailed',
      'DecisionTaskScheduled',
    ])
    expect(events[1]?.attributes).toMatchObject({
      workflowId: 'child-1',
      control: 'mine',
      cause: 'WORKFLOW_ALREADY_RUNNING',
      initiatedEventId: 5,
      decisionTaskCompletedEventId: 4,
    })
    const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(openCounts?.openChildWorkflowExecutions).toBe(0)
  })

  it('for the second of two children of one workflowId, and for one named like its parent', async () => {
    const { swf, run } = await decided(startChild('child-1'), startChild('child-1'), startChild('order-1'))
    const failed = (await swf.history(run)).filter(({ eventType }) => eventType === 'StartChildWorkflowExecutionFailed')
    expect(failed.map(({ attributes }) => attributes)).toMatchObject([
      { workflowId: 'child-1', cause: 'WORKFLOW_ALREADY_RUNNING', initiatedEventId: 6 },
      { workflowId: 'order-1', cause: 'WORKFLOW_ALREADY_RUNNING', initiatedEventId: 7 },
    ])
  })

  it('not for the workflowId of its parent in the batch that closes the parent', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun({ childPolicy: 'ABANDON' })
    await swf.decide(startChild('order-1'), complete())
    const { workflowExecution } = await swf.pollDecision()
    expect(workflowExecution).toEqual({ workflowId: 'order-1', runId: expect.not.stringMatching(run.runId) })
  })

  it('for the thousand-and-first open child, until one of them ends', async () => {
    const taskList = { name: 'children' }
    const { swf, run, events } = await decided(
      ...Array.from({ length: 1001 }, (_, index) => startChild(`child-${index}`, { taskList })),
    )
    const failed = events.find(({ eventType }) => eventType === 'StartChildWorkflowExecutionFailed')
    expect(failed?.attributes).toMatchObject({
      workflowId: 'child-1000',
      cause: 'OPEN_CHILDREN_LIMIT_EXCEEDED',
      initiatedEventId: 0,
    })
    await swf.client.terminateWorkflowExecution({ domain, workflowId: 'child-0' })
    await swf.decide(startChild('one more', { taskList }))
    expect(eventTypes(await swf.history(run)).at(-2)).toBe('ChildWorkflowExecutionStarted')
  })
})

describe('the child policy', () => {
  const childList = { name: 'child deciders' }

  /** A parent with a child, which has a child of its own. */
  async function family({ parentPolicy = 'TERMINATE', childPolicy = 'TERMINATE' }: Partial<Record<string, ChildPolicy>>) {
    const swf = await TestSwf.registered()
    const parent = await swf.startRun({ childPolicy: parentPolicy, executionStartToCloseTimeout: '100' })
    await swf.decide(startChild('child', { taskList: childList, childPolicy }))
    const { taskToken, workflowExecution: child } = await swf.pollDecision({ taskList: childList })
    const decisions = [startChild('grandchild', { taskList: { name: 'nobody' } })]
    await swf.client.respondDecisionTaskCompleted({ taskToken, decisions })
    const open = await swf.client.listOpenWorkflowExecutions({
      domain,
      startTimeFilter: { oldestDate: new Date(0) },
      executionFilter: { workflowId: 'grandchild' },
    })
    const runOf = ({ workflowId = '', runId = '' }: Partial<WorkflowExecution> = {}): Run => ({ workflowId, runId })
    const runs = { parent, child: runOf(child), grandchild: runOf(open.executionInfos?.[0]?.execution) }
    const last = async (name: keyof typeof runs): Promise<PlainEvent | undefined> => (await swf.history(runs[name])).at(-1)
    return { swf, ...runs, last }
  }

  const terminated = (childPolicy: ChildPolicy, cause = 'CHILD_POLICY_APPLIED') => ({
    eventType: 'WorkflowExecutionTerminated',
    attributes: { childPolicy, cause },
  })

  describe('TERMINATE', () => {
    it('terminates the children of a terminated execution, and theirs under their own policy', async () => {
      const { swf, parent, last } = await family({})
      await swf.client.terminateWorkflowExecution({ domain, ...parent, reason: 'over', details: 'and out' })
      expect(await last('parent')).toMatchObject({
        attributes: { childPolicy: 'TERMINATE', cause: 'OPERATOR_INITIATED', reason: 'over', details: 'and out' },
      })
      expect((await last('child'))?.attributes).toEqual(terminated('TERMINATE').attributes)
      expect(await last('grandchild')).toMatchObject(terminated('TERMINATE'))
      const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: parent })
      expect(openCounts?.openChildWorkflowExecutions).toBe(0)
    })

    it('terminates the children of an execution that timed out', async () => {
      const { swf, last } = await family({})
      swf.clock.advance(100_000)
      expect(await last('parent')).toMatchObject({
        eventType: 'WorkflowExecutionTimedOut',
        attributes: { timeoutType: 'START_TO_CLOSE', childPolicy: 'TERMINATE' },
      })
      expect(await last('child')).toMatchObject(terminated('TERMINATE'))
      expect(await last('grandchild')).toMatchObject(terminated('TERMINATE'))
    })

    it("ends where a child's own policy is another", async () => {
      const { swf, parent, last } = await family({ childPolicy: 'ABANDON' })
      await swf.client.terminateWorkflowExecution({ domain, ...parent })
      expect(await last('child')).toMatchObject(terminated('ABANDON'))
      expect((await last('grandchild'))?.eventType).toBe('DecisionTaskScheduled')
    })

    it('takes the next run of a child that continued as new', async () => {
      const { swf, parent, child } = await family({})
      await swf.client.signalWorkflowExecution({ domain, ...child, signalName: 'wake' })
      const wakeful = await swf.pollDecision({ taskList: childList })
      const decisions = [continueAsNew({ taskList: childList })]
      await swf.client.respondDecisionTaskCompleted({ taskToken: wakeful.taskToken, decisions })
      const { workflowExecution } = await swf.pollDecision({ taskList: childList })
      await swf.client.terminateWorkflowExecution({ domain, ...parent })
      const next = await swf.history({ workflowId: 'child', runId: workflowExecution?.runId ?? '' })
      expect(next.at(-1)).toMatchObject(terminated('TERMINATE'))
    })
  })

  describe('REQUEST_CANCEL', () => {
    it.each(['a termination', 'a timeout'])('asks the children to cancel after %s, and leaves theirs alone', async (end) => {
      const { swf, parent, child, last } = await family({ parentPolicy: 'REQUEST_CANCEL' })
      if (end === 'a timeout') swf.clock.advance(100_000)
      else await swf.client.terminateWorkflowExecution({ domain, ...parent })
      expect((await last('parent'))?.attributes).toMatchObject({ childPolicy: 'REQUEST_CANCEL' })
      const requested = (await swf.history(child)).find(({ eventType }) => eventType === 'WorkflowExecutionCancelRequested')
      expect(requested?.attributes).toEqual({
        cause: 'CHILD_POLICY_APPLIED',
        externalWorkflowExecution: parent,
        externalInitiatedEventId: 0,
      })
      const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: child })
      expect(executionInfo).toMatchObject({ executionStatus: 'OPEN', cancelRequested: true })
      expect(eventTypes(await swf.history(child))).toContain('DecisionTaskScheduled')
      expect((await last('grandchild'))?.eventType).toBe('DecisionTaskScheduled')
    })
  })

  describe('ABANDON', () => {
    it.each(['a termination', 'a timeout'])('lets the children go on after %s', async (end) => {
      const { swf, parent, child, last } = await family({ parentPolicy: 'ABANDON' })
      const before = await swf.history(child)
      if (end === 'a timeout') swf.clock.advance(100_000)
      else await swf.client.terminateWorkflowExecution({ domain, ...parent })
      expect((await last('parent'))?.attributes).toMatchObject({ childPolicy: 'ABANDON' })
      expect(await swf.history(child)).toEqual(before)
    })
  })

  describe('a termination with a policy of its own', () => {
    it('goes by that for the children, not for theirs', async () => {
      const { swf, parent, last } = await family({ parentPolicy: 'ABANDON', childPolicy: 'ABANDON' })
      await swf.client.terminateWorkflowExecution({ domain, ...parent, childPolicy: 'TERMINATE' })
      expect(await last('parent')).toMatchObject(terminated('TERMINATE', 'OPERATOR_INITIATED'))
      expect(await last('child')).toMatchObject(terminated('ABANDON'))
      expect((await last('grandchild'))?.eventType).toBe('DecisionTaskScheduled')
    })
  })

  describe('at a close by the decider', () => {
    const closings = [
      ['completes', complete()],
      ['fails', fail()],
      ['is canceled', cancelExecution()],
      ['continues as new', continueAsNew()],
    ] as const

    it.each(closings)('TERMINATE ends the children of an execution that %s, and theirs', async (_, decision) => {
      const { swf, parent, last } = await family({})
      await swf.decide(decision)
      expect((await last('child'))?.attributes).toEqual(terminated('TERMINATE').attributes)
      expect(await last('grandchild')).toMatchObject(terminated('TERMINATE'))
      const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: parent })
      expect(openCounts?.openChildWorkflowExecutions).toBe(0)
    })

    it.each(closings)('REQUEST_CANCEL asks the children of an execution that %s, in its name', async (_, decision) => {
      const { swf, parent, child } = await family({ parentPolicy: 'REQUEST_CANCEL' })
      await swf.decide(decision)
      const requests = (await swf.history(child)).filter(({ eventType }) => eventType === 'WorkflowExecutionCancelRequested')
      expect(requests.map(({ attributes }) => attributes)).toEqual([
        { cause: 'CHILD_POLICY_APPLIED', externalWorkflowExecution: parent, externalInitiatedEventId: 0 },
      ])
    })

    it.each(closings)('ABANDON leaves the children of an execution that %s alone', async (_, decision) => {
      const { swf, child } = await family({ parentPolicy: 'ABANDON' })
      const before = await swf.history(child)
      await swf.decide(decision)
      expect(await swf.history(child)).toEqual(before)
    })

    it('applies to a child of the very batch: it starts, and ends', async () => {
      const { swf } = await decided(startChild('child', { taskList: childList }), complete())
      expect(swf.server.history('child').map(({ eventType }) => eventType)).toEqual([
        'WorkflowExecutionStarted',
        'DecisionTaskScheduled',
        'WorkflowExecutionTerminated',
      ])
    })
  })
})
