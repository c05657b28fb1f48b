import { plainCredentials, type Credentials } from '../../base/connection.js'
import { thrownText } from '../../base/message-texts.js'

/** No credentials could be had. The SDK's own error has the same name, so that there is only one name for this. */
export class CredentialsProviderError extends Error {
  override readonly name = 'CredentialsProviderError'
}

/**
 * How long it may take to get credentials, in ms. Roles and vaults answer within seconds. Without a deadline, one call that never returns
 * would block every operation for ever.
 */
const DEADLINE_MS = 10_000
const LATE = Symbol('late')

/**
 * Makes a provider of the credentials that a user gave, and checks what it gives. Without the check, whatever a user's function throws would
 * reach the caller of each operation as if SWF had said it. A wrong value would fail inside the SDK's signer, with a TypeError about the
 * signer's internals.
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
 * Gives the same deadline to the SDK's own search for credentials, since a process or a service that the SDK asks may never answer.
 *
 * @param find - is the SDK's function; the result keeps the properties that the SDK has put on it
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

/** The timer does not keep the process alive. That is up to whoever waits for the credentials. */
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
