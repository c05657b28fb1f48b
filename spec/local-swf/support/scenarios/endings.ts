import type { Decision } from '@aws-sdk/client-swf'
import { callFunction, cancelExecution, continueAsNew, fail } from '../decisions.js'
import { complete, domain, eventTypes, type Run, type TestSwf } from '../test-swf.js'
import { begun, decideNext, wake, type Scenario } from './scenario.js'

const next = {
  input: 'the rest',
  taskPriority: '3',
  tagList: ['again'],
  lambdaRole: 'a-role',
}

const closingDecisions: readonly Decision[] = [
  complete('done'),
  fail('sold out', 'no books'),
  cancelExecution('as asked'),
  continueAsNew(next),
]

/** An execution for each close status. */
export async function endings(): Promise<Scenario> {
  const { swf, run } = await begun()
  await swf.client.terminateWorkflowExecution({ domain, workflowId: 'shown', reason: 'over', details: 'and out' })
  const runs: Run[] = []
  for (const decision of closingDecisions) {
    runs.push(await swf.startRun({ workflowId: decision.decisionType ?? '' }))
    await decideNext(swf, decision)
  }
  runs.push(await decideNext(swf))
  const late = await swf.startRun({ workflowId: 'late', executionStartToCloseTimeout: '5' })
  swf.clock.advance(5000)
  return { swf, runs: [run, ...runs, late] }
}

/** Closing decisions that come too early. */
export async function unhandled(): Promise<Scenario> {
  const { swf, run } = await begun()
  for (const decision of closingDecisions) {
    const { taskToken } = await swf.pollDecision()
    await wake(swf)
    await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [decision] })
  }
  return { swf, runs: [run] }
}

async function untilShown(swf: TestSwf, run: Run, eventType: string): Promise<void> {
  while (!eventTypes(await swf.history(run)).includes(eventType)) await decideNext(swf)
}

/** Calls of Lambda functions. */
export async function functions(): Promise<Scenario> {
  const price = (input: unknown) => ({ total: input })
  const broken = () => Promise.reject(new RangeError('no books'))
  const { swf, run } = await begun({ functions: { price, broken, endless: () => new Promise(() => {}) } })
  await decideNext(
    swf,
    callFunction('price', { id: 'price', input: '2', control: 'mine', startToCloseTimeout: '60' }),
    callFunction('broken', { id: 'broken' }),
    callFunction('endless', { id: 'endless', startToCloseTimeout: '5' }),
    callFunction('endless', { id: 'endless' }),
  )
  await untilShown(swf, run, 'LambdaFunctionFailed')
  swf.clock.advance(5000)
  const poor = await swf.startRun({ workflowId: 'without a role', taskPriority: '9' })
  await decideNext(swf, callFunction('price'))
  return { swf, runs: [run, poor] }
}
