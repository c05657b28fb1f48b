import { setMaxListeners } from 'node:events'
import { SWF, type SWFClientConfig } from '@aws-sdk/client-swf'
import { systemClock, type Clock } from '../../base/clock.js'
import type { SwfConnection } from '../../base/connection.js'
import { CredentialsCache, sharedRefresh } from './credentials-cache.js'
import { credentialsProvider, withDeadline } from './credentials-provider.js'
import { limitRequests, POLL_TIMEOUT_MS } from './limit-requests.js'
import { stripSecrets } from './strip-secrets.js'

const CONNECTION_TIMEOUT_MS = 5_000
/** All three attempts together stay well below the 60 s that a result task may take. */
const ANSWER_TIMEOUT_MS = 10_000
const ANSWER_ATTEMPTS = 3
/**
 * How many requests each of the clients for answers and for starts may have under way at once, so that no burst takes all file
 * descriptors. The number of polls is bounded by the pollers.
 */
const MOST_REQUESTS = 50

/** Without this the SDK reads the profile files only once in each thread, and never sees the credentials that replace expired ones. */
const READ_PROFILES_ANEW: object = { ignoreCache: true }

/**
 * The clients of SWF, each with other limits and retries. The SDK's aggregated `SWF` client has every operation as a method
 * (`clients.poll.pollForActivityTask(input, { abortSignal })`). So nobody outside this folder needs an SDK module at run time, but only
 * the SDK's types.
 */
export interface SwfClients {
  /** The client for long polls. It makes no retries, since a hidden retry would be a hidden second poll. */
  readonly poll: SWF
  /** The client for everything that is safe to repeat. */
  readonly answer: SWF
  /** The client for StartWorkflowExecution, which is not safe to repeat. It makes no retries. */
  readonly start: SWF
  /** The AWS region. Rejects if there is none. */
  region(): Promise<string>
  /**
   * Asks for new credentials for all three clients, where the SDK would go on using the ones it has. Calls at about the same time
   * share one request.
   */
  refreshCredentials(): Promise<void>
  /** Closes the clients. Requests that are under way end with an AbortError. */
  destroy(): void
}

/**
 * Makes the clients. This sends no request and reads no file yet: a missing or wrong setting shows at the first call.
 *
 * @param clock - measures the life of credentials
 * @param requestClock - measures the requests under way. It goes on when a spec holds the other clock
 */
export function createClients(
  connection: SwfConnection,
  clock: Clock = systemClock,
  requestClock: Clock = systemClock,
): SwfClients {
  const settings = settingsOf(connection, clock)
  const requestHandler = handlerOptions()
  const poll = new SWF({ ...settings, requestHandler, maxAttempts: 1 })
  poll.config.credentials = withDeadline(poll.config.credentials)
  // The three clients share one provider and its cache, so that a metadata service or an assumed role is asked only once.
  const shared = { ...settings, requestHandler, credentials: poll.config.credentials }
  // The SDK keeps a resolved middleware stack only for calls without options, and drops it at a call with options (an abort signal, say).
  const answer = new SWF({ ...shared, maxAttempts: ANSWER_ATTEMPTS, cacheMiddleware: true })
  const start = new SWF({ ...shared, maxAttempts: 1, cacheMiddleware: true })
  const all = [poll, answer, start]
  const closing = new AbortController()
  // Each request under way listens to this signal, and any number of listeners is right.
  setMaxListeners(0, closing.signal)
  const common = { ended: closing.signal, clock: requestClock }
  for (const client of all) stripSecrets(client)
  limitRequests(poll, { ...common, most: Infinity, timeoutMs: POLL_TIMEOUT_MS })
  for (const client of [answer, start]) limitRequests(client, { ...common, most: MOST_REQUESTS, timeoutMs: ANSWER_TIMEOUT_MS })
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
    // Set here, since the environment could otherwise choose a mode that delays polls with a rate limiter of its own.
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
  const cache = new CredentialsCache(credentialsProvider(credentials), clock)
  return (options) => cache.get(options)
}

/** `limitRequests` sets the limits of time and number. The SDK's own limits end at the headers, or warn on the console. */
function handlerOptions(): NonNullable<SWFClientConfig['requestHandler']> {
  const agent = { keepAlive: true, maxSockets: Infinity }
  return { connectionTimeout: CONNECTION_TIMEOUT_MS, httpAgent: agent, httpsAgent: agent }
}
