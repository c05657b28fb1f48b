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
  readonly key: string
  /** Settles by result, job failure, the workflow's own end, deadline, signal or stop; it never hangs. */
  readonly result: Promise<T>
}

/**
 * Reserves the key, has the thread start the execution, and discards the key if that fails. An ending of the wait itself (deadline,
 * signal, stop) ends this too, also while the service is still starting; a result that overtakes the answer does not.
 *
 * @param running - resolves once the service runs
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
  const entry = pending.reserve(wait)
  entry.execution = { workflowId }
  const withdrawn = new AbortController()
  const start = async (): Promise<StartedExecution> => {
    const session = await running()
    withdrawn.signal.throwIfAborted()
    return session.call(
      { ...call, input, type: 'startExecution', key: entry.key },
      { signal: withdrawn.signal, knownAnswer: () => ranAs(entry) },
    )
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

/** A result that came proves that the execution ran. */
function ranAs({ arrived, execution }: PendingResult): StartedExecution | undefined {
  return arrived && execution?.runId !== undefined ? { runId: execution.runId } : undefined
}

/** Rejects if the wait ends before a result came; else never settles. */
function waitEnded(entry: PendingResult): Promise<never> {
  return new Promise((_resolve, reject) => {
    entry.promise.catch((reason: unknown) => {
      if (!entry.arrived) reject(reason)
    })
  })
}
