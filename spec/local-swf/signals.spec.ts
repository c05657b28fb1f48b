import { describe, expect, it } from 'vitest'
import { complete, decided, decisionList, domain, eventTypes, faultOf, TestSwf } from './support/test-swf.js'

describe('SignalWorkflowExecution', () => {
  it('writes the signal and wakes the decider', async () => {
    const { swf, run } = await decided()
    await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'hurry', input: 'today' })
    expect(await swf.historyFrom(5, run)).toEqual([
      {
        eventId: 5,
        eventType: 'WorkflowExecutionSignaled',
        attributes: { signalName: 'hurry', input: 'today', externalInitiatedEventId: 0 },
      },
      {
        eventId: 6,
        eventType: 'DecisionTaskScheduled',
        attributes: { taskList: decisionList, startToCloseTimeout: '30', scheduleToStartTimeout: 'NONE' },
      },
    ])
  })

  it('goes to the open run when no run is named, without input too', async () => {
    const { swf, run } = await decided()
    await swf.client.signalWorkflowExecution({ domain, workflowId: run.workflowId, signalName: 'hurry' })
    expect((await swf.historyFrom(5, run))[0]?.attributes).toEqual({ signalName: 'hurry', externalInitiatedEventId: 0 })
  })

  it('goes to the open run of the workflowId, not to one that is closed', async () => {
    const { swf, run: closed } = await decided(complete())
    const open = await swf.startRun()
    await swf.client.signalWorkflowExecution({ domain, workflowId: open.workflowId, signalName: 'hurry' })
    expect(eventTypes(await swf.history(closed))).not.toContain('WorkflowExecutionSignaled')
    expect(eventTypes(await swf.history(open))).toContain('WorkflowExecutionSignaled')
  })

  it('makes no second decision task while one waits for a decider, who then sees every signal', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    for (const signalName of ['one', 'two']) await swf.client.signalWorkflowExecution({ domain, ...run, signalName })
    expect(eventTypes(await swf.history(run))).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'WorkflowExecutionSignaled',
      'WorkflowExecutionSignaled',
    ])
    const { events = [] } = await swf.pollDecision()
    const names = events.map(({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName)
    expect(names.filter((name) => name !== undefined)).toEqual(['one', 'two'])
  })

  it('waits for the answer of a decider who is at work: one more decision task then, for however many signals', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    for (const signalName of ['one', 'two']) await swf.client.signalWorkflowExecution({ domain, ...run, signalName })
    await swf.client.respondDecisionTaskCompleted({ taskToken })
    expect(eventTypes(await swf.historyFrom(4, run))).toEqual([
      'WorkflowExecutionSignaled',
      'WorkflowExecutionSignaled',
      'DecisionTaskCompleted',
      'DecisionTaskScheduled',
    ])
  })

  it('is given at once to a decider who polls', async () => {
    const { swf, run } = await decided()
    const poll = swf.pollDecision()
    await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'hurry' })
    expect(await poll).toMatchObject({ startedEventId: 7, previousStartedEventId: 3, workflowExecution: run })
  })

  it('is refused for an execution that is closed, unknown, or not that run', async () => {
    const { swf, run } = await decided(complete())
    const { workflowId } = run
    const signal = (name: object) =>
      faultOf(swf.client.signalWorkflowExecution({ domain, workflowId, signalName: 'hurry', ...name }))
    const ofRun = (runId: string) => `Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`
    const name = 'UnknownResourceFault'
    expect(await signal({})).toEqual({ name, message: `Unknown execution, workflowId = ${workflowId}` })
    expect(await signal({ runId: run.runId })).toEqual({ name, message: ofRun(run.runId) })
    expect(await signal({ workflowId: 'nobody' })).toEqual({ name, message: 'Unknown execution, workflowId = nobody' })
    await swf.startRun()
    expect(await signal({ runId: run.runId })).toEqual({ name, message: ofRun(run.runId) })
  })

  it('takes 32,768 characters of input, and not one more', async () => {
    const { swf, run } = await decided()
    const signal = (input: string) => swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'hurry', input })
    await signal('é'.repeat(32_768))
    const { name, message } = await faultOf(signal('é'.repeat(32_769)))
    expect(name).toBe('ValidationException')
    expect(message).toMatch(/at 'input' failed to satisfy constraint: Member must have length less than or equal to 32768$/)
  })

  it('needs a name', async () => {
    const { swf, run } = await decided()
    const { message } = await faultOf(swf.client.signalWorkflowExecution({ domain, ...run, signalName: undefined }))
    expect(message).toContain("Value null at 'signalName' failed to satisfy constraint: Member must not be null")
  })
})
