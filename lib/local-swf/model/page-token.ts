import { createHash } from 'node:crypto'
import { validationFault } from '../faults.js'

/** An opaque token for the next page: where it begins, tied to the request that it continues. */
export function pageToken(request: string, cursor: string): string {
  return Buffer.from(`${digest(request)} ${cursor}`).toString('base64url')
}

/** The cursor in a token. @throws SwfFault ValidationException for a token that is broken or of another request */
export function readPageToken(request: string, token: string): string {
  const text = Buffer.from(token, 'base64url').toString('latin1')
  const prefix = `${digest(request)} `
  if (!text.startsWith(prefix)) throw validationFault('Invalid token')
  return text.slice(prefix.length)
}

function digest(request: string): string {
  return createHash('sha256').update(request).digest('base64url')
}
