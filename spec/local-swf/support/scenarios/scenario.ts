import type { Decision } from '@aws-sdk/client-swf'
import { decisionList, domain, TestSwf, type Run } from '../test-swf.js'

/** Conversations that leave certain events in histories, with every member that they can have. */
export interface Scenario {
  readonly swf: TestSwf
  readonly runs: readonly Run[]
}

/** A LocalSwf whose executions name themselves, and an execution that has not decided yet. */
export async function begun(options?: Parameters<typeof TestSwf.registered>[0]) {
  const swf = await TestSwf.registered(options)
  const run = await swf.startRun({ workflowId: 'shown', input: 'all', tagList: ['one'], taskPriority: '1', lambdaRole: 'a-role' })
  return { swf, run }
}

export async function wake(swf: TestSwf, workflowId = 'shown'): Promise<void> {
  await swf.client.signalWorkflowExecution({ domain, workflowId, signalName: 'wake', input: 'now' })
}

/** Takes the next decision task of a list, as a decider with a name, and answers it. */
export async function decideFrom(swf: TestSwf, name: string, ...decisions: Decision[]): Promise<Run> {
  const { taskToken, workflowExecution } = await swf.pollDecision({ taskList: { name }, identity: 'decider-1' })
  await swf.client.respondDecisionTaskCompleted({ taskToken, decisions })
  return { workflowId: workflowExecution?.workflowId ?? '', runId: workflowExecution?.runId ?? '' }
}

export const decideNext = (swf: TestSwf, ...decisions: Decision[]): Promise<Run> =>
  decideFrom(swf, decisionList.name, ...decisions)
