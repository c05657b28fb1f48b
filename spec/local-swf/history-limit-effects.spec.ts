import type { Decision } from '@aws-sdk/client-swf'
import { expect, it, vi } from 'vitest'
import { domain, eventTypes, faultOf, startTimer, TestSwf, workflowType } from './support/test-swf.js'

// The start, a decision task, its answer and one decision: then the next event is one too many.
vi.mock('../../lib/local-swf/model/limits.js', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  HISTORY_LIMIT: 6,
}))

const other = { workflowId: 'other' }
const signalExternalWorkflowExecutionDecisionAttributes = { ...other, signalName: 'news' }
const marker: Decision = { decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName: 'm' } }

it.each<[decision: Decision]>([
  [startTimer('t', '1')],
  [
    {
      decisionType: 'StartChildWorkflowExecution',
      startChildWorkflowExecutionDecisionAttributes: { workflowId: 'child', workflowType },
    },
  ],
  [{ decisionType: 'SignalExternalWorkflowExecution', signalExternalWorkflowExecutionDecisionAttributes }],
  [{ decisionType: 'RequestCancelExternalWorkflowExecution', requestCancelExternalWorkflowExecutionDecisionAttributes: other }],
  [{ decisionType: 'ScheduleLambdaFunction', scheduleLambdaFunctionDecisionAttributes: { id: 'f', name: 'count' } }],
])('a decision whose event is one too many has no effect: %j', async (decision) => {
  const count = vi.fn(() => 1)
  const swf = await TestSwf.registered({ functions: { count } })
  const lambdaRole = 'arn:aws:iam::123456789012:role/lambda'
  const run = await swf.startRun({ lambdaRole })
  const target = await swf.startRun(other)
  await swf.decide(marker, decision)
  expect(eventTypes(await swf.historyFrom(5, run))).toEqual(['MarkerRecorded', 'WorkflowExecutionTerminated'])
  const { openCounts = {} } = await swf.client.describeWorkflowExecution({ domain, execution: run })
  expect(new Set(Object.values(openCounts))).toEqual(new Set([0]))
  expect(await swf.history(target)).toHaveLength(2)
  expect(count).not.toHaveBeenCalled()
  const signal = swf.client.signalWorkflowExecution({ domain, workflowId: 'child', signalName: 'anybody there' })
  expect((await faultOf(signal)).message).toBe('Unknown execution, workflowId = child')
})

it('a task whose start is one too many is given to nobody', async () => {
  const swf = await TestSwf.registered()
  const run = await swf.startRun()
  for (const signalName of ['one', 'two', 'three']) {
    await swf.client.signalWorkflowExecution({ domain, workflowId: run.workflowId, signalName })
  }
  const target = await swf.startRun(other)
  expect((await swf.pollDecision()).workflowExecution).toEqual(target)
  expect(eventTypes(await swf.history(run)).at(-1)).toBe('WorkflowExecutionTerminated')
})

it('a function whose start is one too many is not called', async () => {
  const count = vi.fn(() => 1)
  const swf = await TestSwf.registered({ functions: { count } })
  const run = await swf.startRun({ lambdaRole: 'arn:aws:iam::123456789012:role/lambda' })
  await swf.decide({
    decisionType: 'ScheduleLambdaFunction',
    scheduleLambdaFunctionDecisionAttributes: { id: 'f', name: 'count' },
  })
  expect(eventTypes(await swf.historyFrom(5, run))).toEqual(['LambdaFunctionScheduled', 'WorkflowExecutionTerminated'])
  expect(count).not.toHaveBeenCalled()
})
