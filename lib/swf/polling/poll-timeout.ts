import type { Clock } from '../../base/clock.js'
import { unlessAborted } from '../../base/promises.js'
import { POLL_TIMEOUT_MS } from '../clients/limit-requests.js'

/**
 * One poll, that ends with its signal or after 75 s, whatever the poll itself does: it may be stuck where no signal reaches, in a
 * function that gives no credentials, or where no timeout counts, in an answer of which a byte a minute comes.
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
  return Object.assign(new Error(`a poll was not over after ${POLL_TIMEOUT_MS / 1_000} s`), { name: 'TimeoutError' })
}
