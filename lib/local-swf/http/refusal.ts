import type { IncomingMessage } from 'node:http'

/** An answer to what is no SWF request at all. */
export interface Refusal {
  readonly status: number
  readonly message: string
}

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i

/**
 * Why a request is not served, if it is not. A web page in a browser on this machine could send requests here (its own
 * name may resolve to 127.0.0.1, too): browsers add an Origin, and the Host shows the name. Programs are not stopped.
 */
export function refusalOf({ method, headers }: IncomingMessage): Refusal | undefined {
  if (headers.origin !== undefined) {
    return { status: 403, message: 'LocalSwf does not serve web pages: the request has an Origin header' }
  }
  if (!loopbackHost.test(headers.host ?? '')) {
    return { status: 403, message: `LocalSwf serves 127.0.0.1, localhost and [::1] only, not the host ${headers.host ?? ''}` }
  }
  if (method !== 'POST') return { status: 405, message: `LocalSwf takes POST only, not ${method ?? ''}` }
  return undefined
}
