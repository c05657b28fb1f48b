import type { Credentials } from './connection.js'

/** Named as the SDK names its own, so that there is one name for "no credentials could be had". */
export class CredentialsProviderError extends Error {
  override readonly name = 'CredentialsProviderError'
}

/** Of the SDK's shape, whose optional members are not to be there at all when they are undefined. */
export interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

export function identityOf({ accessKeyId, secretAccessKey, sessionToken, expiration }: Credentials): Identity {
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }), ...(expiration && { expiration }) }
}

/**
 * The caller's function, held to its word. Whatever it throws would reach the caller of each operation bare, as if SWF had said it;
 * a value that is no credentials would fail inside the SDK's signer, with a TypeError about its internals.
 */
export function checkedProvider(provider: () => Promise<Credentials>): () => Promise<Identity> {
  return async () => {
    const credentials: unknown = await provider().catch((cause: unknown) => {
      const said = cause instanceof Error ? cause.message : String(cause)
      throw new CredentialsProviderError(`the credentials function failed: ${said}`, { cause })
    })
    if (isCredentials(credentials)) return identityOf(credentials)
    throw new CredentialsProviderError('the credentials function must give { accessKeyId, secretAccessKey } as strings')
  }
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
