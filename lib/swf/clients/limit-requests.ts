import type { SWF } from '@aws-sdk/client-swf'
import type { Clock } from '../../base/clock.js'
import { Gate } from './gate.js'
import { readResponse } from './read-response.js'

type HttpHandlerOptions = NonNullable<Parameters<SWF['send']>[1]>

interface RequestLimits {
  /** Requests under way at once; the others wait in line. */
  readonly most: number
  /** How long a request may take, from its first byte to the last byte of its answer. */
  readonly timeoutMs: number
  /** When it aborts, all requests that are under way or in line end. */
  readonly ended: AbortSignal
  readonly clock: Clock
}

/** SWF holds a poll for 60 s, and asks clients to wait at least 70 s for the response. */
export const POLL_TIMEOUT_MS = 75_000

/** A request waits in line at most so long. That is well within the five minutes for which its signature is valid. */
const MOST_WAIT_MS = 10_000

/**
 * Bounds the requests of a client: how many are under way, how long each takes, and how many bytes its answer has.
 *
 * The SDK's own timeouts end at the headers of the answer. Its `destroy` only breaks the connections; the SDK then takes them for
 * lost and sends the requests again over new ones.
 *
 * The bounds are set on the client and not at each call, since for a call with options the SDK builds its middleware anew.
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

/** @returns a function that ends the following: the signal may live for long and see many requests */
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
