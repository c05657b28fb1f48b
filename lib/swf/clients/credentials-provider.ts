import { plainCredentials, type Credentials } from '../../base/connection.js'
import { thrownText } from '../../base/message-texts.js'

/** There are no credentials. It has the name of the SDK's own error, so that this fault has one name only. */
export class CredentialsProviderError extends Error {
  override readonly name = 'CredentialsProviderError'
}

/**
 * How long credentials may take, in ms. Roles and vaults answer within seconds. A call that never returned would hold up every
 * operation, and so a start or a poller, forever.
 */
const DEADLINE_MS = 10_000
const LATE = Symbol('late')

/**
 * Checks the credentials that the application gives, or that its function returns. Without the check, whatever the function throws
 * would reach the caller of each operation as if SWF had answered it. A value that is not credentials would fail inside the SDK's
 * signer, with a TypeError about the signer's internals.
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
 * Gives the SDK's own search for credentials the same time: a process or a service that it asks may never answer.
 *
 * @param find - the SDK's provider. It carries properties of the SDK's own, which must stay on it
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

/** The timer does not keep the process alive. Whoever waits for the credentials decides about that. */
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
