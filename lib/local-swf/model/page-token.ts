import { createHash } from 'node:crypto'
import { validationFault } from '../faults.js'
import { textOfToken, tokenOf } from './token-text.js'

/** An opaque token for the next page: where it begins, tied to the request that it continues. */
export function pageToken(request: string, cursor: string): string {
  return tokenOf(`${digest(request, cursor)} ${cursor}`)
}

/** The cursor in a token. @throws SwfFault ValidationException for a token that is broken or of another request */
export function readPageToken(request: string, token: string): string {
  const [given, ...rest] = textOfToken(token)?.split(' ') ?? []
  const cursor = rest.join(' ')
  if (given !== digest(request, cursor)) throw validationFault('Invalid token')
  return cursor
}

function digest(request: string, cursor: string): string {
  return createHash('sha256')
    .update(JSON.stringify([request, cursor]))
    .digest('base64url')
}
