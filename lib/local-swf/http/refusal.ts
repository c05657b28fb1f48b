import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Reply } from '../answers/reply.js'

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i

/**
 * The reply to a request that is not served at all, or undefined for one that is. A web page in a browser on this machine could send
 * requests here, even under its own name, which may resolve to 127.0.0.1. A browser adds an Origin header, and the Host header shows
 * the name. Other programs are not stopped by this.
 */
export function refusalOf({ method, headers }: IncomingMessage): Reply | undefined {
  if (headers.origin !== undefined) {
    return refusalReply(403, 'LocalSwf does not serve web pages: the request has an Origin header')
  }
  if (!loopbackHost.test(headers.host ?? '')) {
    return refusalReply(403, `LocalSwf serves 127.0.0.1, localhost and [::1] only, not the host ${headers.host ?? ''}`)
  }
  if (method !== 'POST')
    return { ...refusalReply(405, `LocalSwf takes POST only, not ${method ?? ''}`), headers: { allow: 'POST' } }
  return undefined
}

export function refusalReply(status: number, message: string): Reply {
  return { status, body: JSON.stringify({ message }), fault: { name: STATUS_CODES[status] ?? 'Refused', message } }
}
