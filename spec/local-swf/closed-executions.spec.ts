import type { Decision } from '@aws-sdk/client-swf'
import { expect, it } from 'vitest'
import { complete, domain, TestSwf, workflowType } from './support/test-swf.js'

const child: Decision = {
  decisionType: 'StartChildWorkflowExecution',
  startChildWorkflowExecutionDecisionAttributes: { workflowId: 'child', workflowType },
}

it('an execution that completes has no open children, though they go on', async () => {
  const swf = await TestSwf.registered()
  const run = await swf.startRun()
  await swf.decide(child, complete())
  const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
  expect(openCounts?.openChildWorkflowExecutions).toBe(0)
  await swf.client.signalWorkflowExecution({ domain, workflowId: 'child', signalName: 'still there' })
})
