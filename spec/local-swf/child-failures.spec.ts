import { describe, expect, it } from 'vitest'
import { startChild } from './support/decisions.js'
import { complete, decided, domain, eventTypes, TestSwf } from './support/test-swf.js'

const bare = { name: 'bare', version: '1' }
const given = {
  executionStartToCloseTimeout: '100',
  taskList: { name: 'children' },
  taskStartToCloseTimeout: '10',
  childPolicy: 'ABANDON',
} as const

describe('StartChildWorkflowExecution fails', () => {
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
    const { swf, run } = await decided(startChild('order-1'), complete())
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
