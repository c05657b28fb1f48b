import { describe, expect, it } from 'vitest'
import {
  complete,
  decisionList,
  domain,
  eventTypes,
  faultOf,
  schedule,
  startTimer,
  TestSwf,
  workflowType,
} from './support/test-swf.js'

describe('StartWorkflowExecution', () => {
  it('writes the first two events, with the defaults of the type', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun({ input: 'two books', tagList: ['books'] })
    expect(await swf.history(run)).toEqual([
      {
        eventId: 1,
        eventType: 'WorkflowExecutionStarted',
        attributes: {
          workflowType,
          taskList: decisionList,
          executionStartToCloseTimeout: '3600',
          taskStartToCloseTimeout: '30',
          childPolicy: 'TERMINATE',
          input: 'two books',
          tagList: ['books'],
          parentInitiatedEventId: 0,
        },
      },
      {
        eventId: 2,
        eventType: 'DecisionTaskScheduled',
        attributes: { taskList: decisionList, startToCloseTimeout: '30', scheduleToStartTimeout: 'NONE' },
      },
    ])
  })

  it('takes what is given before the defaults', async () => {
    const swf = await TestSwf.registered()
    const own = {
      taskList: { name: 'own' },
      taskPriority: '3',
      executionStartToCloseTimeout: '10',
      taskStartToCloseTimeout: 'NONE',
      childPolicy: 'ABANDON',
      lambdaRole: 'arn:aws:iam::123456789012:role/lambda',
    } as const
    const [started] = await swf.history(await swf.startRun(own))
    expect(started?.attributes).toEqual({ workflowType, parentInitiatedEventId: 0, ...own })
  })

  it('names the first value that neither the start nor the type gives', async () => {
    const { client } = await TestSwf.registered()
    const bare = { name: 'bare', version: '1' }
    await client.registerWorkflowType({ domain, ...bare })
    const given = {
      executionStartToCloseTimeout: '60',
      taskList: decisionList,
      taskStartToCloseTimeout: '30',
      childPolicy: 'TERMINATE',
    } as const
    for (const member of Object.keys(given)) {
      const start = client.startWorkflowExecution({
        domain,
        workflowType: bare,
        workflowId: 'bare',
        ...given,
        [member]: undefined,
      })
      expect(await faultOf(start)).toEqual({ name: 'DefaultUndefinedFault', message: member })
    }
    await client.startWorkflowExecution({ domain, workflowType: bare, workflowId: 'bare', ...given })
  })

  it('runs a workflowId once at a time, and again after its close', async () => {
    const swf = await TestSwf.registered()
    const first = await swf.startRun()
    expect((await faultOf(swf.startRun())).name).toBe('WorkflowExecutionAlreadyStartedFault')
    await swf.decide(complete())
    const second = await swf.startRun()
    expect(second.runId).not.toBe(first.runId)
  })

  it('refuses an unknown domain, an unknown type and a deprecated type', async () => {
    const swf = await TestSwf.registered()
    expect(await faultOf(swf.startRun({ domain: 'nowhere' }))).toEqual({
      name: 'UnknownResourceFault',
      message: 'Unknown domain: nowhere',
    })
    expect(await faultOf(swf.startRun({ workflowType: { name: 'nothing', version: '9' } }))).toEqual({
      name: 'UnknownResourceFault',
      message: 'Unknown type: WorkflowType=[name=nothing, version=9]',
    })
    await swf.client.deprecateWorkflowType({ domain, workflowType })
    expect(await faultOf(swf.startRun())).toEqual({
      name: 'TypeDeprecatedFault',
      message: 'WorkflowType=[name=order, version=1]',
    })
  })
})

describe('DescribeWorkflowExecution', () => {
  it('shows an open execution with its open tasks and timers', async () => {
    const swf = await TestSwf.registered()
    const startTimestamp = new Date(swf.clock.now())
    const run = await swf.startRun({ tagList: ['books'], taskPriority: '2' })
    swf.clock.advance(1000)
    const { taskToken } = await swf.pollDecision()
    const decisions = [schedule('a'), schedule('b'), startTimer('t', '60')]
    await swf.client.respondDecisionTaskCompleted({ taskToken, decisions, executionContext: 'step 1' })
    expect(await swf.client.describeWorkflowExecution({ domain, execution: run })).toMatchObject({
      executionInfo: {
        execution: run,
        workflowType,
        startTimestamp,
        executionStatus: 'OPEN',
        tagList: ['books'],
        cancelRequested: false,
      },
      executionConfiguration: {
        taskList: decisionList,
        taskPriority: '2',
        executionStartToCloseTimeout: '3600',
        taskStartToCloseTimeout: '30',
        childPolicy: 'TERMINATE',
      },
      openCounts: {
        openActivityTasks: 2,
        openDecisionTasks: 0,
        openTimers: 1,
        openChildWorkflowExecutions: 0,
        openLambdaFunctions: 0,
      },
      latestActivityTaskTimestamp: new Date(swf.clock.now()),
      latestExecutionContext: 'step 1',
    })
  })

  it('shows a closed execution: when and how it closed, and that nothing is open', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    swf.clock.advance(2000)
    await swf.decide(schedule('a'), startTimer('t', '60'), complete('done'))
    const { executionInfo, openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo).toMatchObject({
      executionStatus: 'CLOSED',
      closeStatus: 'COMPLETED',
      closeTimestamp: new Date(swf.clock.now()),
    })
    expect(openCounts).toMatchObject({ openActivityTasks: 0, openDecisionTasks: 0, openTimers: 0 })
  })

  it('names an execution that it does not know', async () => {
    const swf = await TestSwf.registered()
    const { workflowId, runId } = await swf.startRun()
    const refused = (execution: { workflowId: string; runId: string }) =>
      faultOf(swf.client.describeWorkflowExecution({ domain, execution }))
    expect(await refused({ workflowId, runId: 'other' })).toEqual({
      name: 'UnknownResourceFault',
      message: 'Unknown execution: WorkflowExecution=[workflowId=order-1, runId=other]',
    })
    expect((await refused({ workflowId: 'other', runId })).message).toContain('workflowId=other')
  })

  it('does not find an execution of another domain', async () => {
    const swf = await TestSwf.registered()
    const execution = await swf.startRun()
    await swf.client.registerDomain({ name: 'other', workflowExecutionRetentionPeriodInDays: '7' })
    const fault = await faultOf(swf.client.describeWorkflowExecution({ domain: 'other', execution }))
    expect(fault.name).toBe('UnknownResourceFault')
  })
})

describe('TerminateWorkflowExecution', () => {
  it('closes the execution with what it was told', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    await swf.client.terminateWorkflowExecution({
      domain,
      workflowId: run.workflowId,
      reason: 'sold out',
      details: 'no books',
      childPolicy: 'ABANDON',
    })
    expect(await swf.historyFrom(3, run)).toEqual([
      {
        eventId: 3,
        eventType: 'WorkflowExecutionTerminated',
        attributes: { reason: 'sold out', details: 'no books', childPolicy: 'ABANDON', cause: 'OPERATOR_INITIATED' },
      },
    ])
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo?.closeStatus).toBe('TERMINATED')
  })

  it('takes the decision task off its list', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    await swf.client.terminateWorkflowExecution({ domain, ...run })
    expect(await swf.client.countPendingDecisionTasks({ domain, taskList: decisionList })).toMatchObject({ count: 0 })
    expect(eventTypes(await swf.history(run)).at(-1)).toBe('WorkflowExecutionTerminated')
  })

  it('names an execution that is not open, with or without a run', async () => {
    const swf = await TestSwf.registered()
    const { workflowId } = await swf.startRun()
    const terminate = (runId?: string) => faultOf(swf.client.terminateWorkflowExecution({ domain, workflowId, runId }))
    expect(await terminate('other')).toEqual({
      name: 'UnknownResourceFault',
      message: 'Unknown execution: WorkflowExecution=[workflowId=order-1, runId=other]',
    })
    await swf.client.terminateWorkflowExecution({ domain, workflowId })
    expect(await terminate()).toEqual({
      name: 'UnknownResourceFault',
      message: 'Unknown execution, workflowId = order-1',
    })
  })
})
