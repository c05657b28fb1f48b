import { setMaxListeners } from 'node:events'
import { SWF, type SWFClientConfig } from '@aws-sdk/client-swf'
import { systemClock, type Clock } from '../../base/clock.js'
import type { SwfConnection } from '../../base/connection.js'
import { CredentialsCache } from './credentials-cache.js'
import { checkedProvider, foundInTime } from './credentials-provider.js'
import { boundRequests } from './limit-requests.js'
import { redactErrors } from './strip-secrets.js'
import { sharedRefresh } from './shared-refresh.js'
import { POLL_TIMEOUT_MS } from '../polling/poll-timeout.js'

const CONNECTION_TIMEOUT_MS = 5_000
/** A result task may take 60 s. Three attempts of this length fit into it. */
const ANSWER_TIMEOUT_MS = 10_000
const ANSWER_ATTEMPTS = 3
/** Requests under way at once, of each of the clients for answers and starts. So no burst takes all file descriptors. Polls are bounded by the number of pollers. */
const MOST_REQUESTS = 50

/** Without this the SDK reads profile files once in the life of a thread, and never sees the credentials that replace expired ones. */
const READ_PROFILES_ANEW: object = { ignoreCache: true }

/**
 * The aggregated `SWF` client has every operation as a method (`clients.poll.pollForActivityTask(input, { abortSignal })`),
 * so that nobody outside this folder needs an SDK module at run time: callers import its types only.
 */
export interface SwfClients {
  /** For long polls: no retries, since a hidden retry is a hidden second poll. */
  readonly poll: SWF
  /** For everything that is safe to repeat. */
  readonly answer: SWF
  /** For StartWorkflowExecution, which is not. */
  readonly start: SWF
  /** Rejects when no region is set. */
  region(): Promise<string>
  /**
   * Asks for new credentials, for all three clients. The SDK alone would go on using those that it has. Callers that come at about the
   * same time share one request.
   */
  refreshCredentials(): Promise<void>
  /** Closes the clients. Requests that are under way end with an AbortError. */
  destroy(): void
}

/**
 * Makes the three clients. It sends no request and reads no file: what is missing or wrong shows at the first call.
 *
 * @param clock - the time by which credentials expire
 * @param requestClock - the time by which requests are overdue. It is apart, since specs stop the other.
 */
export function createClients(
  connection: SwfConnection,
  clock: Clock = systemClock,
  requestClock: Clock = systemClock,
): SwfClients {
  const settings = settingsOf(connection, clock)
  const requestHandler = handlerOptions()
  const poll = new SWF({ ...settings, requestHandler, maxAttempts: 1 })
  poll.config.credentials = foundInTime(poll.config.credentials)
  // One provider, one cache: a metadata service or an assumed role is asked once for all three.
  const shared = { ...settings, requestHandler, credentials: poll.config.credentials }
  // The SDK keeps a resolved middleware stack only for calls without options (an abort signal, say), and a call with options drops it.
  const answer = new SWF({ ...shared, maxAttempts: ANSWER_ATTEMPTS, cacheMiddleware: true })
  const start = new SWF({ ...shared, maxAttempts: 1, cacheMiddleware: true })
  const all = [poll, answer, start]
  const closing = new AbortController()
  // Each request that is under way listens to this signal.
  setMaxListeners(0, closing.signal)
  const common = { ended: closing.signal, clock: requestClock }
  for (const client of all) redactErrors(client)
  boundRequests(poll, { ...common, most: Infinity, timeoutMs: POLL_TIMEOUT_MS })
  for (const client of [answer, start]) boundRequests(client, { ...common, most: MOST_REQUESTS, timeoutMs: ANSWER_TIMEOUT_MS })
  return {
    poll,
    answer,
    start,
    region: () => poll.config.region(),
    refreshCredentials: sharedRefresh(() => poll.config.credentials({ forceRefresh: true }), clock),
    destroy() {
      closing.abort()
      for (const client of all) client.destroy()
    },
  }
}

function settingsOf({ region, endpoint, credentials }: SwfConnection, clock: Clock): SWFClientConfig {
  return {
    ...READ_PROFILES_ANEW,
    // Without this the environment could choose a mode that delays polls by a limiter of its own.
    retryMode: 'standard',
    ...(region && { region }),
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials: provider(credentials, clock) }),
  }
}

function provider(
  credentials: NonNullable<SwfConnection['credentials']>,
  clock: Clock,
): NonNullable<SWFClientConfig['credentials']> {
  const cache = new CredentialsCache(checkedProvider(credentials), clock)
  return (options) => cache.get(options)
}

/** `boundRequests` says how long and how many. The SDK's own bounds end at the headers of an answer, or only warn on the console. */
function handlerOptions(): NonNullable<SWFClientConfig['requestHandler']> {
  const agent = { keepAlive: true, maxSockets: Infinity }
  return { connectionTimeout: CONNECTION_TIMEOUT_MS, httpAgent: agent, httpsAgent: agent }
}
