import type { Credentials } from './connection.js'

/** Named as the SDK names its own, so that there is one name for "no credentials could be had". */
export class CredentialsProviderError extends Error {
  override readonly name = 'CredentialsProviderError'
}

/**
 * The caller's function, held to its word. Whatever it throws would reach the caller of each operation bare, as if SWF had said it;
 * a value that is no credentials would fail inside the SDK's signer, with a TypeError about its internals.
 */
export function checkedProvider(provider: () => Promise<Credentials>): () => Promise<Credentials> {
  return async () => {
    let credentials: unknown
    try {
      credentials = await provider()
    } catch (cause) {
      throw new CredentialsProviderError(
        `the credentials function failed: ${cause instanceof Error ? cause.message : String(cause)}`,
        {
          cause,
        },
      )
    }
    if (isCredentials(credentials)) return credentials
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
