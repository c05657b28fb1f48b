import type { SWF } from '@aws-sdk/client-swf'

/** These request headers are secret. With them anybody could send the request again, or sign other requests. */
const SECRET_HEADERS = ['authorization', 'x-amz-security-token']
/** The signature is only a part of its header, and is a secret by itself. */
const SIGNATURE = /Signature=(\w+)/
/**
 * Shorter texts are not treated as secrets. AWS's tokens have hundreds of characters. A made-up token for a local SWF may be a single
 * letter, which is in every text.
 */
const SHORTEST_SECRET = 16

/**
 * Removes from the errors of a client what was sent to SWF. Errors are logged, cross threads, and reach the application as `cause`.
 *
 * - The SDK attaches the whole HTTP exchange to an error: the request headers with signature and session token, sockets, agents. The SDK's
 *   own retries need the exchange, and after them the error is replaced by one of the same class without it.
 * - When a signature does not match, AWS quotes what it was sent, including the token. Whatever else answers at an endpoint may do the same.
 */
export function stripSecrets(client: SWF): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args)
      } catch (error) {
        forgetUrl(error)
        throw error instanceof Error && '$response' in error ? withoutExchange(error) : error
      }
    },
    { name: 'forgetExchange', step: 'initialize' },
  )
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args)
      } catch (error) {
        if (error instanceof Error) hide(secretsOf(args.request), error)
        throw error
      }
    },
    // With the lowest priority this runs for each attempt, and sees the request after it was signed.
    { name: 'hideSecrets', step: 'finalizeRequest', priority: 'low' },
  )
}

/** Node attaches to its error the text that is not a URL. It may be an endpoint from the environment with a password in it. */
function forgetUrl(error: unknown): void {
  if (error instanceof TypeError && 'input' in error) Reflect.deleteProperty(error, 'input')
}

/** Copies the error, since the members that hold the exchange can be neither deleted nor changed. */
function withoutExchange(error: Error): Error {
  const { $response: _, $responseBodyText: __, ...members } = Object.getOwnPropertyDescriptors<object>(error)
  const stack = { value: error.stack, configurable: true, writable: true }
  const bare = new Error()
  Object.setPrototypeOf(bare, Object.getPrototypeOf(error))
  return Object.defineProperties(bare, { ...members, stack })
}

function secretsOf(request: unknown): readonly string[] {
  const headers = objectIn(request, 'headers')
  const values = SECRET_HEADERS.map((name): unknown => Reflect.get(headers, name)).filter(isSecret)
  return values.flatMap((value) => [value, SIGNATURE.exec(value)?.[1] ?? value])
}

function isSecret(value: unknown): value is string {
  return typeof value === 'string' && value.length >= SHORTEST_SECRET
}

function objectIn(object: unknown, name: string): object {
  const value: unknown = typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined
  return typeof value === 'object' && value !== null ? value : {}
}

function hide(secrets: readonly string[], error: Error): void {
  for (const name of Object.getOwnPropertyNames(error)) {
    const value: unknown = Reflect.get(error, name)
    if (typeof value !== 'string') continue
    const harmless = secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), value)
    // A member that cannot be changed holds the exchange, and is removed with it.
    if (harmless !== value) Reflect.set(error, name, harmless)
  }
}
