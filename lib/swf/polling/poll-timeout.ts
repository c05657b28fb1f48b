import type { Clock } from '../../base/clock.js'
import { unlessAborted } from '../../base/promises.js'
import { POLL_TIMEOUT_MS } from '../clients/limit-requests.js'

/**
 * Makes one poll, which ends when the controller aborts or after 75 s, whatever the poll itself does. A poll may hang where no signal
 * reaches it, in a function that never gives credentials. It may also hang where no timeout of the SDK counts, in a response of which
 * only a byte comes now and then.
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
