import { setImmediate } from 'node:timers/promises'
import type { Decision } from '@aws-sdk/client-swf'
import { encodeStart } from '../../lib/flow/inputs/encode-start.js'
import { DEFAULT_WORKFLOW } from '../../lib/flow/names.js'
import { defaultWorkflowRegistration, registerWorkflowType } from '../../lib/swf/registration/registration.js'
import type { Scene } from '../reconciliation/scene.js'
import { RESULT } from './expectations.js'
import { DEADLINE_MS, HOUR_MS, WORKFLOW_ID, type Stage } from './stage.js'

/** Endings that come with the start, not after it. */
const OF_THE_START: ReadonlySet<string> = new Set(['already-aborted', 'start-refused', 'id-taken', 'service-refused'])

export function comesWithStart(ending: string): boolean {
  return OF_THE_START.has(ending)
}

/** Endings by the history alone. */
export function closesWorkflow(ending: string): boolean {
  return ending.startsWith('workflow-')
}

export function timeoutOf(ending: string): number {
  return ending === 'deadline' ? DEADLINE_MS : Infinity
}

/** Makes it end so, as far as that is the same at every moment. The wait begins here if the ending comes with it. */
export async function provoke(stage: Stage, ending: string): Promise<void> {
  const act = ACTS[ending]
  if (act === undefined) throw new Error(`nothing makes anything end by "${ending}"`)
  await act(stage)
  if (comesWithStart(ending)) void stage.begin()
}

const ACTS: Readonly<Record<string, (stage: Stage) => unknown>> = {
  result: (stage) => stage.sendResult(RESULT),
  'job-failed': (stage) => stage.sendFailure(),
  'result-invalid': (stage) => stage.sendResult('one'),
  deadline: passDeadline,
  aborted: (stage) => stage.abort.abort(),
  'already-aborted': (stage) => stage.abort.abort(),
  stopped: (stage) => stage.stop(0),
  'service-failed': (stage) => stage.endPolls(),
  'workflow-timed-out': ({ scene }) => scene.clock.advance(HOUR_MS),
  'workflow-terminated': ({ scene }) => scene.terminate({ workflowId: WORKFLOW_ID }),
  'workflow-canceled': ({ scene }) =>
    decideNow(scene, { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} }),
  'workflow-failed': ({ scene }) =>
    decideNow(scene, { decisionType: 'FailWorkflowExecution', failWorkflowExecutionDecisionAttributes: {} }),
  'start-refused': (stage) => stage.deny('StartWorkflowExecution'),
  'id-taken': async ({ scene }) => {
    await registerWorkflowType(scene.client, defaultWorkflowRegistration('FlowDefault'))
    await scene.client.startWorkflowExecution({
      domain: 'FlowDefault',
      workflowId: WORKFLOW_ID,
      workflowType: { name: DEFAULT_WORKFLOW.name, version: DEFAULT_WORKFLOW.version },
      input: encodeStart({ className: 'Pricing', method: 'quote', args: 'of another' }),
    })
  },
  'service-refused': (stage) => stage.deny('DescribeActivityType', 'PollForActivityTask'),
}

/** The last look at the history takes up to 3 s more. What is due expires a turn of the loop later. */
async function passDeadline({ scene }: Stage): Promise<void> {
  for (const ms of [DEADLINE_MS, 3_000]) {
    scene.clock.advance(ms)
    await setImmediate()
  }
}

/** A signal makes a decision task, whatever the execution waits for. */
async function decideNow(scene: Scene, decision: Decision): Promise<void> {
  await scene.client.signalWorkflowExecution({ domain: 'FlowDefault', workflowId: WORKFLOW_ID, signalName: 'now' })
  await scene.decide(() => [decision])
}
