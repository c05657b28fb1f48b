import type { StartedExecution } from '../protocol/messages.js'
import { plainCopy } from '../protocol/plain-data.js'
import { deferred } from './deferred.js'
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
  { call, signal }: StartUnawaitedJobRequest,
): Promise<UnawaitedJob> {
  const { workflowId, activity } = call
  const input = plainCopy(call.input, `the input of ${activity.className}.${activity.method}`)
  const start = async (): Promise<UnawaitedJob> => {
    const session = await running()
    signal?.throwIfAborted()
    const { runId } = await session.call({ ...call, input, type: 'startExecution' }, { signal: withdrawn.signal })
    return { workflowId, runId }
  }
  const aborted = deferred<never>()
  const withdrawn = new AbortController()
  const abort = (): void => {
    aborted.reject(abortError(signal?.reason))
    withdrawn.abort()
  }
  if (signal?.aborted) throw abortError(signal.reason)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([start(), aborted.promise])
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
