import { thrownText } from '../thrown-text.js'
import type { Credentials } from './connection.js'

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
export function checkedProvider(
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

/** The timer keeps no process alive: what waits for the credentials does, if it is to. */
function inTime(answer: Promise<unknown>, deadlineMs: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<symbol>((resolve) => {
    timer = setTimeout(resolve, deadlineMs, LATE)
    timer.unref()
  })
  return Promise.race([answer, deadline]).finally(() => clearTimeout(timer))
}

function checked(credentials: unknown): Credentials {
  if (!isCredentials(credentials)) {
    throw new CredentialsProviderError('credentials must be { accessKeyId, secretAccessKey } as strings')
  }
  const { expiration, ...lasting }: Omit<Credentials, 'expiration'> & { readonly expiration?: unknown } = credentials
  // Credentials that were JSON have null or a text here, and the SDK would ask either for its time.
  if (expiration === undefined || expiration === null) return lasting
  const date = expiration instanceof Date ? expiration : new Date(typeof expiration === 'string' ? expiration : Number.NaN)
  if (!Number.isNaN(date.getTime())) return { ...lasting, expiration: date }
  throw new CredentialsProviderError('the expiration of credentials must be a Date, or the text of one like 2030-01-31T12:00:00Z')
}

function isCredentials(value: unknown): value is Credentials {
  return (
    typeof value === 'object' &&
    value !== null &&
    isText(Reflect.get(value, 'accessKeyId')) &&
    isText(Reflect.get(value, 'secretAccessKey'))
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
