import type { StartedExecution, StartExecutionCall } from '../protocol/messages.js'
import type { PendingResult } from './pending-result.js'
import { abortError, type PendingResults } from './pending-results.js'
import { reservation, type ResultOptions } from './result-options.js'
import type { Session } from './session.js'

/** What SWF is asked to start; the key is reserved here. */
export interface StartJobRequest {
  readonly call: Omit<StartExecutionCall, 'type' | 'key'>
  readonly executionMs: number
}

/** A job that SWF has taken. */
export interface StartedJob<T = unknown> {
  readonly workflowId: string
  readonly runId: string
  readonly key: string
  /** Settles by result, job failure, deadline, signal or stop; it never hangs. */
  readonly result: Promise<T>
}

/**
 * Reserves the key, has the thread start the execution, and discards the key if that fails. An ending of the wait itself (deadline,
 * signal, stop) ends this too, also while the service is still starting; a result that overtakes the answer does not.
 *
 * @param running - resolves once the service runs
 */
export async function startJob(
  running: () => Promise<Session>,
  pending: PendingResults,
  request: StartJobRequest,
  options: ResultOptions,
): Promise<StartedJob> {
  const reserved = reservation('start', options, request.executionMs)
  if (options.signal?.aborted) throw abortError(options.signal.reason)
  const entry = pending.reserve(reserved)
  const { workflowId } = request.call
  entry.execution = { workflowId }
  const withdrawn = new AbortController()
  const start = async (): Promise<StartedExecution> => {
    const session = await running()
    withdrawn.signal.throwIfAborted()
    return session.call({ ...request.call, type: 'startExecution', key: entry.key }, withdrawn.signal)
  }
  try {
    const { runId } = await Promise.race([start(), waitEnded(entry)])
    entry.execution.runId = runId
    return { workflowId, runId, key: entry.key, result: entry.promise }
  } catch (cause) {
    withdrawn.abort()
    pending.reject(entry, cause)
    throw cause
  }
}

/** Rejects if the wait ends before a result came; else never settles. */
function waitEnded(entry: PendingResult): Promise<never> {
  return new Promise((_resolve, reject) => {
    entry.promise.catch((reason: unknown) => {
      if (!entry.arrived) reject(reason)
    })
  })
}
