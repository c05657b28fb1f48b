import { ResultWorkerStoppedError } from '../errors/index.js'
import { handled } from '../base/promises.js'
import type { StopOptions } from '../base/options.js'
import { onTermination } from '../base/termination.js'

interface Stoppable {
  readonly closed: Promise<void>
  stop(options: StopOptions): Promise<void>
}

/**
 * Starts a worker that TERM and INT stop from now on. One that is starting then is not waited for: its start rejects, and should it
 * come to run all the same, it is stopped.
 *
 * @throws ResultWorkerStoppedError if TERM or INT comes before it runs
 */
export async function startWithSignals<Worker extends Stoppable>(
  { signals, drainMs }: { readonly signals: boolean; readonly drainMs: number },
  start: () => Promise<Worker>,
): Promise<Worker> {
  if (!signals) return start()
  const terminated = new AbortController()
  const { signal } = terminated
  let worker: Worker | undefined
  const ignoreSignals = onTermination(async () => {
    if (worker !== undefined) return worker.stop({ drainMs })
    terminated.abort(new ResultWorkerStoppedError('JobWorker was stopped while it was starting'))
  })
  try {
    signal.throwIfAborted()
    const starting = start()
    void handled(starting.then((late) => (signal.aborted ? late.stop({ drainMs: 0 }) : undefined)))
    worker = await Promise.race([starting, rejection(signal)])
  } catch (error) {
    ignoreSignals()
    throw error
  }
  worker.closed.then(ignoreSignals, ignoreSignals)
  return worker
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
