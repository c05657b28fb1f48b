import type { Clock } from '../../base/clock.js'
import { unlessAborted } from '../../base/promises.js'
import { POLL_TIMEOUT_MS } from '../clients/limit-requests.js'

/**
 * Ends a poll when its signal aborts, and after 75 s in any case. The poll itself may be stuck where no signal reaches it, in a
 * function that gives no credentials, or where no timeout applies, in an answer that comes at one byte a minute.
 */
export async function pollWithTimeout<Task>(
  poll: (signal: AbortSignal) => Promise<Task | undefined>,
  abort: AbortController,
  clock: Clock,
): Promise<Task | undefined> {
  const { signal } = abort
  const watchdog = clock.setTimer(() => abort.abort(timeout()), POLL_TIMEOUT_MS)
  try {
    const task = await unlessAborted(poll(signal), signal)
    signal.throwIfAborted()
    return task
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    watchdog.cancel()
  }
}

function timeout(): Error {
  return Object.assign(new Error(`a poll did not end within ${POLL_TIMEOUT_MS / 1_000} s`), { name: 'TimeoutError' })
}
