import type { StartedExecution, StartExecutionCall } from '../protocol/messages.js'
import { plainCopy } from '../protocol/plain-data.js'
import type { PendingResult } from './pending-result.js'
import { abortError, type PendingResults } from './pending-results.js'
import type { Wait } from './result-options.js'
import type { Session } from './session.js'

/** What SWF is asked to start; the key is reserved here. */
export interface StartJobRequest {
  readonly call: Omit<StartExecutionCall, 'type' | 'key'>
  readonly wait: Wait
}

/** A job that SWF has taken. */
export interface StartedJob<T = unknown> {
  readonly workflowId: string
  readonly runId: string
  /** Of its result: `result_key: <id>` */
  readonly key: string
  /** Settles by result, job failure, the workflow's own end, deadline, signal or stop; it never hangs. */
  readonly result: Promise<T>
}

/**
 * Reserves the key, has the thread start the execution, and discards the key if that fails. An ending of the wait itself (deadline,
 * signal, stop) ends this too, also while the service is still starting; a result that overtakes the answer is one.
 *
 * @param running - resolves once the service runs; throws if it takes no jobs
 * @throws TypeError naming the path in the input of what is no plain data
 */
export async function startJob(
  running: () => Promise<Session>,
  pending: PendingResults,
  { call, wait }: StartJobRequest,
): Promise<StartedJob> {
  const { workflowId, activity } = call
  // A copy, made now: what the caller does to the input afterwards changes nothing.
  const input = plainCopy(call.input, `the input of ${activity.className}.${activity.method}`)
  if (wait.signal?.aborted) throw abortError(wait.signal.reason)
  const opening = running()
  const entry = pending.reserve(wait)
  entry.execution = { workflowId }
  const withdrawn = new AbortController()
  const start = async (): Promise<StartedExecution> => {
    const session = await opening
    withdrawn.signal.throwIfAborted()
    return session.call({ ...call, input, type: 'startExecution', key: entry.key }, { signal: withdrawn.signal })
  }
  try {
    const { runId } = await Promise.race([start(), overtaken(entry)])
    entry.execution.runId = runId
    return { workflowId, runId, key: entry.key, result: entry.promise }
  } catch (cause) {
    pending.reject(entry, cause)
    throw cause
  } finally {
    withdrawn.abort()
  }
}

/** What comes before the answer: a result, which proves that the execution ran, or the end of the wait. Else it never settles. */
function overtaken(entry: PendingResult): Promise<StartedExecution> {
  return new Promise((resolve, reject) => {
    entry.onArrival = () => {
      if (entry.startedExecution !== undefined) resolve(entry.startedExecution)
    }
    entry.promise.catch((reason: unknown) => {
      if (!entry.arrived) reject(reason)
    })
  })
}
