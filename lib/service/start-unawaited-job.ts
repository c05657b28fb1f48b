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
 * Has the thread start an execution without a result step. The signal's abort ends this at once, also while the service is still
 * starting.
 *
 * @param running - resolves once the service runs; throws if it takes no jobs
 * @throws TypeError naming the path in the input of what is no plain data
 */
export async function startUnawaitedJob(
  running: () => Promise<Session>,
  { call, signal }: StartUnawaitedJobRequest,
): Promise<UnawaitedJob> {
  const { workflowId, activity } = call
  const input = plainCopy(call.input, `the input of ${activity.className}.${activity.method}`)
  if (signal?.aborted) throw abortError(signal.reason)
  const opening = running()
  const withdrawn = new AbortController()
  const start = async (): Promise<StartedExecution> => {
    const session = await opening
    withdrawn.signal.throwIfAborted()
    return session.call({ ...call, input, type: 'startExecution' }, { signal: withdrawn.signal })
  }
  const aborted = deferred<never>()
  const abort = (): void => aborted.reject(abortError(signal?.reason))
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const { runId } = await Promise.race([start(), aborted.promise])
    return { workflowId, runId }
  } finally {
    signal?.removeEventListener('abort', abort)
    withdrawn.abort()
  }
}
