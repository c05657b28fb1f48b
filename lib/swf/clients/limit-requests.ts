import type { SWF } from '@aws-sdk/client-swf'
import type { Clock } from '../../base/clock.js'
import { Gate } from './gate.js'
import { readAnswer } from './read-response.js'

type HttpHandlerOptions = NonNullable<Parameters<SWF['send']>[1]>

export interface RequestBounds {
  /** So many requests are under way at once. The others wait in line. */
  readonly most: number
  /** How long a request may take, from its first byte to the last byte of its answer. */
  readonly timeoutMs: number
  /** When this signal aborts, all requests that are under way or in line end. */
  readonly ended: AbortSignal
  readonly clock: Clock
}

/** How long a request waits in line at the most. A signature is good for five minutes, which is much longer. */
const MOST_WAIT_MS = 10_000

/**
 * Bounds each request of the client in number, time and bytes. The SDK's own timeouts end at the headers of the answer, and
 * `destroy` alone breaks the connections, which it takes for a loss: it sends the requests again, over new ones.
 *
 * The bounds are set here for all requests, and not for each call, since the SDK builds its middleware anew for a call with options.
 */
export function boundRequests(client: SWF, { most, timeoutMs, ended, clock }: RequestBounds): void {
  const { requestHandler } = client.config
  const send = requestHandler.handle.bind(requestHandler)
  const gate = new Gate(most)
  requestHandler.handle = async (request, options: HttpHandlerOptions = {}) => {
    const { abortSignal, requestTimeout = timeoutMs } = options
    const end = new AbortController()
    const forget = [ended, abortSignal].map((signal) => follow(end, signal))
    let timer = clock.setTimer(() => end.abort(busy()), MOST_WAIT_MS)
    try {
      return await gate.through(async () => {
        timer.cancel()
        timer = clock.setTimer(() => end.abort(timedOut(requestTimeout)), requestTimeout)
        const { response } = await send(request, { abortSignal: end.signal })
        return { response: await readAnswer(request, response, end.signal) }
      }, end.signal)
    } catch (error) {
      throw end.signal.aborted ? end.signal.reason : error
    } finally {
      timer.cancel()
      for (const each of forget) each()
    }
  }
}

/** @returns a function that ends the following. A signal may live long and see many requests. */
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
