import { setMaxListeners } from 'node:events'
import { SWF, type SWFClientConfig } from '@aws-sdk/client-swf'
import { systemClock, type Clock } from '../../base/clock.js'
import type { SwfConnection } from '../../base/connection.js'
import { CredentialsCache, sharedRefresh } from './credentials-cache.js'
import { credentialsProvider, withDeadline } from './credentials-provider.js'
import { limitRequests, POLL_TIMEOUT_MS } from './limit-requests.js'
import { stripSecrets } from './strip-secrets.js'

const CONNECTION_TIMEOUT_MS = 5_000
/** Well inside the 60 s that a result task may take, three attempts included. */
const ANSWER_TIMEOUT_MS = 10_000
const ANSWER_ATTEMPTS = 3
/** Under way at once, of the clients for answers and starts, so that no burst takes all file descriptors. Polls are bounded by their pollers. */
const MOST_REQUESTS = 50

/** Else the SDK reads profile files once in the life of a thread, and never sees the credentials that replace expired ones. */
const READ_PROFILES_ANEW: object = { ignoreCache: true }

/**
 * The clients of SWF, each with other limits and retries. The SDK's aggregated `SWF` client has every operation as a method
 * (`clients.poll.pollForActivityTask(input, { abortSignal })`). So nobody outside this folder needs an SDK module at run time, but only
 * the SDK's types.
 */
export interface SwfClients {
  /** For long polls: no retries, since a hidden retry is a hidden second poll. */
  readonly poll: SWF
  /** For everything that is safe to repeat. */
  readonly answer: SWF
  /** For StartWorkflowExecution, which is not. */
  readonly start: SWF
  /** Rejects when there is none. */
  region(): Promise<string>
  /**
   * Asks for credentials anew, for all three clients, where the SDK would go on using what it has. Once for all who call it at about
   * the same time.
   */
  refreshCredentials(): Promise<void>
  /** Ends what is under way too, with an AbortError. */
  destroy(): void
}

/**
 * Makes no request and reads nothing yet: what is missing or wrong shows at the first call.
 *
 * @param clock - of credentials
 * @param requestClock - of requests under way, whose time goes on where specs hold the other
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
  // The SDK keeps a resolved middleware stack only for calls without options (an abort signal, say), and a call with options drops it.
  const answer = new SWF({ ...shared, maxAttempts: ANSWER_ATTEMPTS, cacheMiddleware: true })
  const start = new SWF({ ...shared, maxAttempts: 1, cacheMiddleware: true })
  const all = [poll, answer, start]
  const closing = new AbortController()
  // Each request under way listens to it.
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
    // Said here, or the environment could choose a mode that delays polls by a limiter of its own.
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
