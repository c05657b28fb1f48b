import type { Decision } from '@aws-sdk/client-swf'
import { marker } from './decisions.js'
import { domain, plainEvent, type PlainEvent, type Run, type TestSwf } from './test-swf.js'

/** As many as the body of one request holds, and some room. */
const MARKERS_A_BATCH = 10_000

/** The last events of a run, in their order. */
export async function lastEvents(swf: TestSwf, run: Run, count: number): Promise<PlainEvent[]> {
  const request = { domain, execution: run, reverseOrder: true, maximumPageSize: count }
  const { events = [] } = await swf.client.getWorkflowExecutionHistory(request)
  return events.map(plainEvent).toReversed()
}

/** Takes the next decision task, without its history, and answers it. */
export async function decideBlindly(swf: TestSwf, ...decisions: Decision[]): Promise<void> {
  const { taskToken } = await swf.pollDecision({ maximumPageSize: 1 })
  await swf.client.respondDecisionTaskCompleted({ taskToken, decisions })
}

/** Has a run write markers until its history has this many events. No decision task is open then. */
export async function fill(swf: TestSwf, run: Run, untilEventId: number): Promise<void> {
  for (;;) {
    const [last] = await lastEvents(swf, run, 1)
    const missing = untilEventId - (last?.eventId ?? 0)
    if (missing === 0) return
    const { openCounts } = await swf.client.describeWorkflowExecution({ domain, execution: run })
    // A turn takes four events: what wakes the decider, and those of its decision task.
    const needed = openCounts?.openDecisionTasks ? 2 : 4
    if (missing < needed) throw new Error(`${missing} events are too few for a decision task`)
    if (needed === 4) await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'fill' })
    const count = Math.min(MARKERS_A_BATCH, missing - needed)
    // What is left must be room for another turn.
    const left = missing - needed - count
    const spare = left > 0 && left < 4 ? 4 : 0
    await decideBlindly(swf, ...Array.from({ length: count - spare }, () => marker('m')))
  }
}
