import { describe, expect, it } from 'vitest'
import { callFunction, cancelExecution, continueAsNew, fail, startChild } from './support/decisions.js'
import { complete, domain, eventTypes, schedule, startTimer, TestSwf, type Run } from './support/test-swf.js'
import { gate } from '../support/gate.js'

const childList = { name: 'child deciders' }

/** An execution with an activity that a worker has, a timer, a child and a call of a function, and a way to end each. */
async function busy() {
  const held = gate()
  const swf = await TestSwf.registered({ functions: { price: () => held.opened } })
  const run = await swf.startRun({ lambdaRole: 'a-role' })
  await swf.decide(
    schedule('ship-1'),
    startTimer('wake', '10'),
    startChild('child', { taskList: childList }),
    callFunction('price'),
  )
  // The start of the child is told in a turn of its own.
  await swf.decide()
  const { taskToken } = await swf.pollActivity()
  const { client } = swf
  const happenings: Readonly<Record<string, () => unknown>> = {
    WorkflowExecutionSignaled: () => client.signalWorkflowExecution({ domain, ...run, signalName: 'hurry' }),
    WorkflowExecutionCancelRequested: () => client.requestCancelWorkflowExecution({ domain, ...run }),
    ActivityTaskCompleted: () => client.respondActivityTaskCompleted({ taskToken }),
    ActivityTaskFailed: () => client.respondActivityTaskFailed({ taskToken }),
    ActivityTaskCanceled: () => client.respondActivityTaskCanceled({ taskToken }),
    TimerFired: () => swf.clock.advance(10_000),
    ChildWorkflowExecutionTerminated: () => client.terminateWorkflowExecution({ domain, workflowId: 'child' }),
    LambdaFunctionCompleted: () => held.open(),
  }
  const happen = async (happening: string): Promise<void> => {
    await happenings[happening]?.()
    // A function's end is written when its promise is; a call gives it the time.
    expect(eventTypes(await swf.history(run))).toContain(happening)
  }
  return { swf, run, happen }
}

async function wake(swf: TestSwf, run: Run): Promise<void> {
  await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })
}

const closingDecisions = [complete(), fail(), cancelExecution(), continueAsNew()]
const happenings = [
  'WorkflowExecutionSignaled',
  'WorkflowExecutionCancelRequested',
  'ActivityTaskCompleted',
  'ActivityTaskFailed',
  'ActivityTaskCanceled',
  'TimerFired',
  'ChildWorkflowExecutionTerminated',
  'LambdaFunctionCompleted',
]

describe.each(closingDecisions)('$decisionType', (decision) => {
  it.each(happenings)('fails when %s came in while the decider was at work, until it has seen it', async (happening) => {
    const { swf, run, happen } = await busy()
    await wake(swf, run)
    const { taskToken } = await swf.pollDecision()
    await happen(happening)
    await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [decision] })
    const [completed, failed, scheduled] = (await swf.history(run)).slice(-3)
    expect(completed?.eventType).toBe('DecisionTaskCompleted')
    expect(failed?.eventType).toBe(`${decision.decisionType}Failed`)
    expect(failed?.attributes).toEqual({ cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: completed?.eventId })
    expect(scheduled?.eventType).toBe('DecisionTaskScheduled')
    await swf.decide(decision)
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo?.executionStatus).toBe('CLOSED')
  })

  it('closes the execution after what came in before the decision task was started', async () => {
    const { swf, run, happen } = await busy()
    await wake(swf, run)
    for (const happening of happenings) if (!/ActivityTask(Failed|Canceled)/.test(happening)) await happen(happening)
    await swf.decide(decision)
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo?.executionStatus).toBe('CLOSED')
  })

  it('is not kept by an activity that only starts meanwhile, nor by a decision of its batch that fails', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    await swf.decide(schedule('ship-1'))
    await wake(swf, run)
    const { taskToken } = await swf.pollDecision()
    await swf.pollActivity()
    await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [schedule('ship-1'), decision] })
    expect(eventTypes(await swf.history(run))).toContain('ScheduleActivityTaskFailed')
    const { executionInfo } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    expect(executionInfo?.executionStatus).toBe('CLOSED')
  })
})

it('what else is in the batch of a closing decision that fails is done all the same', async () => {
  const swf = await TestSwf.registered()
  const run = await swf.startRun()
  const { taskToken } = await swf.pollDecision()
  await wake(swf, run)
  await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [schedule('ship-1'), complete()] })
  expect((await swf.pollActivity()).activityId).toBe('ship-1')
  expect(eventTypes(await swf.historyFrom(5, run))).toEqual([
    'DecisionTaskCompleted',
    'ActivityTaskScheduled',
    'CompleteWorkflowExecutionFailed',
    'DecisionTaskScheduled',
    'ActivityTaskStarted',
  ])
})
