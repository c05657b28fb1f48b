import type { WorkflowExecution } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { Domain } from '../../lib/local-swf/model/domain/domain.js'
import { Execution } from '../../lib/local-swf/model/execution/execution.js'
import { ParentLink } from '../../lib/local-swf/model/execution/parent-link.js'
import { Swf } from '../../lib/local-swf/model/swf.js'
import { terminate } from '../../lib/local-swf/model/execution/terminate.js'
import { ManualClock } from '../../lib/local-swf/index.js'
import { cancelExecution, continueAsNew, fail, startChild } from './support/decisions.js'
import { complete, domain, eventTypes, TestSwf, workflowType, type PlainEvent, type Run } from './support/test-swf.js'

type ChildPolicy = 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON'

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

  it('ends a chain of 5,000 descendants', () => {
    const swf = new Swf({ clock: new ManualClock() })
    const family5000 = chain(swf, 5000)
    const [root] = family5000
    if (!root) throw new Error('no root')
    terminate(root, { cause: 'OPERATOR_INITIATED', reason: undefined, details: undefined })
    expect(family5000.filter(({ closeStatus }) => closeStatus === 'TERMINATED')).toHaveLength(5000)
    expect(swf.executionsOf(root.domain).openCount).toBe(0)
  })
})

describe('REQUEST_CANCEL', () => {
  it.each(['a termination', 'a timeout'])('asks the children to cancel after %s, and leaves theirs alone', async (end) => {
    const { swf, parent, child, last } = await family({ parentPolicy: 'REQUEST_CANCEL' })
    if (end === 'a timeout') swf.clock.advance(100_000)
    else await swf.client.terminateWorkflowExecution({ domain, ...parent })
    expect((await last('parent'))?.attributes).toMatchObject({ childPolicy: 'REQUEST_CANCEL' })
    const requested = (await swf.history(child)).find(({ eventType }) => eventType === 'WorkflowExecutionCancelRequested')
    expect(requested?.attributes).toEqual({ cause: 'CHILD_POLICY_APPLIED', externalInitiatedEventId: 0 })
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

describe('no policy', () => {
  it.each([
    ['completes', complete()],
    ['fails', fail()],
    ['is canceled', cancelExecution()],
    ['continues as new', continueAsNew()],
  ])('applies to the children of an execution whose decider %s it', async (_, decision) => {
    const { swf, child } = await family({})
    const before = await swf.history(child)
    await swf.decide(decision)
    expect(await swf.history(child)).toEqual(before)
  })
})

/** Each is the child of the one before. */
function chain(swf: Swf, length: number): readonly Execution[] {
  const orders = new Domain({ name: domain, description: undefined, retentionPeriodInDays: '1' })
  const executions: Execution[] = []
  for (let index = 0; index < length; index++) {
    const last = executions.at(-1)
    const parent = last && new ParentLink(last, last.history.lastEventId)
    const child = Execution.start(swf, orders, {
      workflowId: `descendant-${index}`,
      workflowType,
      configuration: {
        taskList: 'deciders',
        taskPriority: undefined,
        executionStartToCloseTimeout: '100',
        taskStartToCloseTimeout: '10',
        childPolicy: 'TERMINATE',
        lambdaRole: undefined,
      },
      input: undefined,
      tagList: undefined,
      parent,
    })
    parent?.childStarted(child)
    executions.push(child)
  }
  return executions
}
