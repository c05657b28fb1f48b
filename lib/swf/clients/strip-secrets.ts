import type { SWF } from '@aws-sdk/client-swf'

/** Request headers that open doors: who has them can send the request again, or sign others. */
const SECRET_HEADERS = ['authorization', 'x-amz-security-token']
/** A signature is of the whole header, and is a secret by itself. */
const SIGNATURE = /Signature=(\w+)/
/** In characters. AWS's tokens have hundreds; the made-up ones of a local SWF, `t` say, are in every text. */
const SHORTEST_SECRET = 16

/**
 * Errors are logged, cross threads and reach the application as `cause`; so none keeps what was sent to SWF.
 *
 * - The SDK hangs the whole HTTP exchange on them, for good: request headers with signature and session token, sockets, agents. Once
 *   its own retries have read it, an error of the same class without it goes on.
 * - AWS quotes what it was sent where a signature does not match, token included, and so may whoever else answers at an endpoint.
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
    // The lowest: after the signature, for each attempt.
    { name: 'hideSecrets', step: 'finalizeRequest', priority: 'low' },
  )
}

/** Node hangs the text on its error that is no URL: an endpoint from the environment, maybe with a password. */
function forgetUrl(error: unknown): void {
  if (error instanceof TypeError && 'input' in error) Reflect.deleteProperty(error, 'input')
}

/** The members that hold the exchange can be neither deleted nor changed. */
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
    // What cannot be changed holds the exchange, and goes with it.
    if (harmless !== value) Reflect.set(error, name, harmless)
  }
}
