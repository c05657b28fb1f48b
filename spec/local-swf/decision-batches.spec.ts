import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { complete, decided, domain, faultOf, schedule, TestSwf } from './support/test-swf.js'

describe('a batch', () => {
  it('is refused when a closing decision is not its last, and the token stays good', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    const respond = (...decisions: Decision[]) => swf.client.respondDecisionTaskCompleted({ taskToken, decisions })
    expect(await faultOf(respond(complete(), schedule('a')))).toEqual({
      name: 'ValidationException',
      message: 'Close must be last decision in list',
    })
    expect(await swf.history(run)).toHaveLength(3)
    await respond(complete())
  })

  it('is refused whole for one bad decision, and the token stays good', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    const respond = (...decisions: Decision[]) => swf.client.respondDecisionTaskCompleted({ taskToken, decisions })
    const bad = {
      decisionType: 'StartTimer',
      startTimerDecisionAttributes: { timerId: 'a/b', startToFireTimeout: 'soon' },
    } as const
    const { name, message } = await faultOf(respond(schedule('a'), bad))
    expect(name).toBe('ValidationException')
    expect(message).toMatch(
      /^2 validation errors detected: Value 'a\/b' at 'decisions\.2\.member\.startTimerDecisionAttributes\.timerId'/,
    )
    expect(await swf.history(run)).toHaveLength(3)
    await respond(schedule('a'))
  })

  it('counts attributes that are left out as empty', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    const { message } = await faultOf(
      swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [{ decisionType: 'CancelTimer' }] }),
    )
    expect(message).toBe(
      "1 validation error detected: Value null at 'decisions.1.member.cancelTimerDecisionAttributes.timerId' failed to satisfy constraint: Member must not be null",
    )
  })

  it('is refused for a decision that SWF does not have, naming it', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    // @ts-expect-error the SDK's types know what SWF has
    const unknown: Decision = { decisionType: 'Dance' }
    const { name, message } = await faultOf(swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [unknown] }))
    expect(name).toBe('ValidationException')
    expect(message).toContain(
      "Value 'Dance' at 'decisions.1.member.decisionType' failed to satisfy constraint: Member must satisfy enum value set: [",
    )
  })

  it('may be empty, with an execution context', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    const { taskToken } = await swf.pollDecision({ identity: 'decider-1' })
    await swf.client.respondDecisionTaskCompleted({ taskToken, executionContext: 'thinking' })
    expect(await swf.historyFrom(3, run)).toEqual([
      { eventId: 3, eventType: 'DecisionTaskStarted', attributes: { scheduledEventId: 2, identity: 'decider-1' } },
      {
        eventId: 4,
        eventType: 'DecisionTaskCompleted',
        attributes: { scheduledEventId: 2, startedEventId: 3, executionContext: 'thinking' },
      },
    ])
  })
})

describe('a decision token', () => {
  it('is good for one answer', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [schedule('a')] })
    expect(await faultOf(swf.client.respondDecisionTaskCompleted({ taskToken }))).toEqual({
      name: 'UnknownResourceFault',
      message: 'Unknown decision task, scheduledEventId = 2',
    })
  })

  it('of a closed execution names the execution', async () => {
    const swf = await TestSwf.registered()
    const { workflowId, runId } = await swf.startRun()
    const { taskToken } = await swf.pollDecision()
    await swf.client.terminateWorkflowExecution({ domain, workflowId })
    expect(await faultOf(swf.client.respondDecisionTaskCompleted({ taskToken }))).toEqual({
      name: 'UnknownResourceFault',
      message: `Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`,
    })
  })

  it("that is none, or an activity's, is refused", async () => {
    const { swf } = await decided(schedule('a'))
    const { taskToken } = await swf.pollActivity()
    for (const token of ['nonsense', taskToken]) {
      expect(await faultOf(swf.client.respondDecisionTaskCompleted({ taskToken: token }))).toEqual({
        name: 'ValidationException',
        message: 'Invalid token',
      })
    }
  })
})
