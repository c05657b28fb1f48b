import { plainCredentials, type Credentials } from '../../base/connection.js'
import { thrownText } from '../../base/message-texts.js'

/** Named as the SDK names its own, so that there is one name for "no credentials could be had". */
export class CredentialsProviderError extends Error {
  override readonly name = 'CredentialsProviderError'
}

/**
 * How long credentials may take, in ms. Roles and vaults answer within seconds; one call that never returned would hold up each
 * operation, and so a start or a poller, for ever.
 */
const DEADLINE_MS = 10_000
const LATE = Symbol('late')

/**
 * What the caller gave, held to its word. Whatever a function throws would reach the caller of each operation bare, as if SWF had said
 * it; a value that is no credentials would fail inside the SDK's signer, with a TypeError about its internals.
 */
export function credentialsProvider(
  given: Credentials | (() => Promise<Credentials>),
  deadlineMs = DEADLINE_MS,
): () => Promise<Credentials> {
  if (typeof given !== 'function') return async () => checked(given)
  return async () => {
    let credentials: unknown
    try {
      credentials = await inTime(given(), deadlineMs)
    } catch (cause) {
      throw new CredentialsProviderError(`the credentials function failed: ${thrownText(cause)}`, { cause })
    }
    if (credentials === LATE) {
      throw new CredentialsProviderError(`the credentials function did not answer within ${deadlineMs / 1000} s`)
    }
    return checked(credentials)
  }
}

/**
 * What the SDK finds by itself, held to the same time: a process or a service that it asks may never answer.
 *
 * @param find - with marks of the SDK's own on it
 */
export function withDeadline<Find extends (options?: never) => Promise<unknown>>(find: Find, deadlineMs = DEADLINE_MS): Find {
  return new Proxy(find, {
    async apply(target, self, options) {
      const found: unknown = await inTime(Reflect.apply(target, self, options), deadlineMs)
      if (found !== LATE) return found
      throw new CredentialsProviderError(`the source of the credentials did not answer within ${deadlineMs / 1000} s`)
    },
  })
}

/** The timer keeps no process alive: what waits for the credentials does, if it is to. */
function inTime(answer: Promise<unknown>, deadlineMs: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<symbol>((resolve) => {
    timer = setTimeout(resolve, deadlineMs, LATE)
    timer.unref()
  })
  return Promise.race([answer, deadline]).finally(() => clearTimeout(timer))
}

function checked(given: unknown): Credentials {
  try {
    return plainCredentials(given)
  } catch (cause) {
    throw new CredentialsProviderError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
