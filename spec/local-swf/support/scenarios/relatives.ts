import { cancelExecution, cancelExternal, continueAsNew, fail, signalExternal, startChild } from '../decisions.js'
import { complete, domain, type Run } from '../test-swf.js'
import { begun, decideFrom, decideNext, wake, type Scenario } from './scenario.js'

const given = {
  input: 'two books',
  control: 'mine',
  taskPriority: '3',
  tagList: ['gift'],
  lambdaRole: 'a-role',
  executionStartToCloseTimeout: '100',
}

/** A parent that hears of every end of a child, and of starts that fail. */
export async function children(): Promise<Scenario> {
  const { swf, run } = await begun()
  const child = (name: string) => startChild(name, { ...given, taskList: { name } })
  const nowhere = { workflowType: { name: 'nowhere', version: '9' }, control: 'mine' }
  const names = ['completes', 'fails', 'cancels', 'continues', 'is terminated', 'times out']
  await decideNext(swf, ...names.map(child), child('completes'), startChild('nobody', nowhere))
  const runs = [
    await decideFrom(swf, 'completes', complete('done')),
    await decideFrom(swf, 'fails', fail('sold out', 'no books')),
    await decideFrom(swf, 'cancels', cancelExecution('as asked')),
    await decideFrom(swf, 'continues', continueAsNew({ taskList: { name: 'continues' } })),
    await decideFrom(swf, 'continues', complete()),
    await decideFrom(swf, 'is terminated'),
    await decideFrom(swf, 'times out'),
  ]
  await swf.client.terminateWorkflowExecution({ domain, workflowId: 'is terminated' })
  swf.clock.advance(100_000)
  return { swf, runs: [run, ...runs] }
}

/** Children that come under the policy of a parent that is terminated. */
export async function orphans(): Promise<Scenario> {
  const { swf, run } = await begun()
  await decideNext(swf, startChild('child', { taskList: { name: 'child' } }))
  const child = await decideFrom(swf, 'child', startChild('grandchild', { taskList: { name: 'grandchild' } }))
  const grandchild = await decideFrom(swf, 'grandchild')
  const why = { reason: 'over', details: 'and out' }
  await swf.client.terminateWorkflowExecution({ domain, workflowId: 'child', childPolicy: 'REQUEST_CANCEL', ...why })
  await decideNext(swf, startChild('child', { taskList: { name: 'child' } }))
  const second = await decideFrom(swf, 'child')
  await swf.client.terminateWorkflowExecution({ domain, workflowId: 'shown', ...why })
  return { swf, runs: [run, child, grandchild, second] }
}

/** Signals and requests to cancel, to another, to itself, to nobody, and from outside. */
export async function externals(): Promise<Scenario> {
  const { swf, run } = await begun()
  const other: Run = await swf.startRun({ workflowId: 'other', taskList: { name: 'other' } })
  const sent = { control: 'mine', runId: other.runId }
  await decideNext(
    swf,
    signalExternal('other', { ...sent, input: 'now' }),
    cancelExternal('other', sent),
    signalExternal('shown'),
    signalExternal('nobody', sent),
    cancelExternal('nobody', sent),
  )
  await wake(swf, 'other')
  await swf.client.requestCancelWorkflowExecution({ domain, workflowId: 'other' })
  return { swf, runs: [run, other] }
}
