import { LocalSwf } from '../../lib/local-swf/index.js'

/** A LocalSwf whose clock is moved by hand, and by each timer that a decision starts: no retry is waited for. */
export async function startHurriedSwf(): Promise<LocalSwf> {
  const swf = await LocalSwf.start({
    clock: 'manual',
    domains: ['FlowDefault'],
    onRequest({ operation }) {
      return operation === 'RespondDecisionTaskCompleted' ? hurry(swf) : undefined
    },
  })
  return swf
}

async function hurry(swf: LocalSwf): Promise<void> {
  for (const { workflowId, runId } of swf.executions()) {
    const timer = swf.history(workflowId, { runId }).at(-1)?.timerStartedEventAttributes
    if (timer) await swf.clock.advance(Number(timer.startToFireTimeout) * 1000)
  }
}
