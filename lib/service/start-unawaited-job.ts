import type { StartedExecution } from '../protocol/messages.js'
import { plainCopy } from '../protocol/plain-data.js'
import { abortError } from './pending-results.js'
import type { Session } from './session.js'
import type { StartJobRequest } from './start-job.js'

export interface StartUnawaitedJobRequest {
  readonly call: StartJobRequest['call']
  readonly signal?: AbortSignal | undefined
}

/** A job that SWF has taken, and whose result goes nowhere but into its history. */
export interface UnawaitedJob extends StartedExecution {
  readonly workflowId: string
}

/**
 * Has the thread start an execution without a result step.
 *
 * @param running - resolves once the service runs
 * @throws TypeError naming the path in the input of what is no plain data
 */
export async function startUnawaitedJob(
  running: () => Promise<Session>,
  { call, signal = new AbortController().signal }: StartUnawaitedJobRequest,
): Promise<UnawaitedJob> {
  const { workflowId, activity } = call
  const input = plainCopy(call.input, `the input of ${activity.className}.${activity.method}`)
  try {
    signal.throwIfAborted()
    const session = await running()
    signal.throwIfAborted()
    const { runId } = await session.call({ ...call, input, type: 'startExecution' }, { signal })
    return { workflowId, runId }
  } catch (cause) {
    throw signal.aborted ? abortError(signal.reason) : cause
  }
}
