import type { SWF } from '@aws-sdk/client-swf'

/** The request headers that are secret: whoever has them can send the request again, or sign others. */
const SECRET_HEADERS = ['authorization', 'x-amz-security-token']
/** The signature is a part of its header, and is a secret by itself. */
const SIGNATURE = /Signature=(\w+)/
/** In characters. AWS's tokens have hundreds. A made-up token for a local SWF may be `t`, which occurs in every text. */
const SHORTEST_SECRET = 16

/**
 * Removes what was sent to SWF from the errors of a client: errors are logged, cross threads and reach the application as `cause`.
 *
 * - The SDK attaches the whole HTTP exchange to an error: request headers with signature and session token, sockets, agents. The
 *   SDK's own retries need it. After them it is replaced by an error of the same class that has no exchange.
 * - If a signature does not match, AWS quotes the request with its token in the answer. Whatever else answers at an endpoint may do
 *   the same.
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
    { name: 'redactErrors', step: 'initialize' },
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
    // This is the lowest step: it comes after the signature, and is run for each attempt.
    { name: 'hideSecrets', step: 'finalizeRequest', priority: 'low' },
  )
}

/** If an endpoint is not a URL, Node attaches its text to the error. It may come from the environment, and have a password in it. */
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
    // A member that cannot be changed holds the exchange, and is left out together with it.
    if (harmless !== value) Reflect.set(error, name, harmless)
  }
}
