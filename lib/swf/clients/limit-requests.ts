import type { SWF } from '@aws-sdk/client-swf'
import type { Clock } from '../../base/clock.js'
import { Gate } from './gate.js'
import { readResponse } from './read-response.js'

type HttpHandlerOptions = NonNullable<Parameters<SWF['send']>[1]>

/** The limits of a client's requests. */
interface RequestLimits {
  /** So many requests are sent at once. The others wait in line. */
  readonly most: number
  /** The time from the first byte of a request to the last byte of its response. */
  readonly timeoutMs: number
  /** When this signal aborts, every request that is under way or in line is ended. */
  readonly ended: AbortSignal
  readonly clock: Clock
}

/** SWF holds a poll for 60 s, and asks clients to wait at least 70 s for the response. */
export const POLL_TIMEOUT_MS = 75_000

/** A request waits in line at most so long. That is well within the five minutes for which its signature is valid. */
const MOST_WAIT_MS = 10_000

/**
 * Limits the number of a client's requests, the time of each, and the bytes of each response. The SDK's own timeouts end when the headers
 * of the response have come. Its `destroy` by itself breaks the connections; the SDK takes that for a lost connection, and sends the
 * requests again over new ones.
 *
 * The limits are set on the client and not for each call, since the SDK builds its middleware anew for every call with options.
 */
export function limitRequests(client: SWF, { most, timeoutMs, ended, clock }: RequestLimits): void {
  const { requestHandler } = client.config
  const send = requestHandler.handle.bind(requestHandler)
  const gate = new Gate(most)
  requestHandler.handle = async (request, options: HttpHandlerOptions = {}) => {
    const { abortSignal, requestTimeout = timeoutMs } = options
    const end = new AbortController()
    const unfollow = [ended, abortSignal].map((signal) => follow(end, signal))
    let timer = clock.setTimer(() => end.abort(busy()), MOST_WAIT_MS)
    try {
      return await gate.through(async () => {
        timer.cancel()
        timer = clock.setTimer(() => end.abort(timedOut(requestTimeout)), requestTimeout)
        const { response } = await send(request, { abortSignal: end.signal })
        return { response: await readResponse(request, response, end.signal) }
      }, end.signal)
    } catch (error) {
      throw end.signal.aborted ? end.signal.reason : error
    } finally {
      timer.cancel()
      for (const each of unfollow) each()
    }
  }
}

/**
 * Aborts `end` when the signal aborts.
 *
 * @returns a function that stops listening to the signal, which may live for long and serve many requests
 */
function follow(end: AbortController, signal: HttpHandlerOptions['abortSignal']): () => void {
  if (!(signal instanceof AbortSignal)) return () => {}
  const abort = (): void => end.abort(aborted(signal.reason))
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return () => signal.removeEventListener('abort', abort)
}

function aborted(cause: unknown): Error {
  return Object.assign(new Error('the request was aborted', { cause }), { name: 'AbortError' })
}

function timedOut(timeoutMs: number): Error {
  return Object.assign(new Error(`no whole answer within ${timeoutMs / 1_000} s`), { name: 'TimeoutError' })
}

function busy(): Error {
  return Object.assign(new Error(`it was not sent within ${MOST_WAIT_MS / 1_000} s`), { name: 'BusyError' })
}
