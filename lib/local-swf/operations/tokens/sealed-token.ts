import { createHash } from 'node:crypto'
import { validationFault } from '../../answers/faults.js'

/**
 * An opaque token that says something, so that nothing has to be kept for it. It carries a digest of what it says and of its
 * purpose: a damaged token, or one of another purpose, is known as such. Against forgery it does nothing.
 */
export function sealToken(purpose: string, content: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([purpose, content]))
    .digest('base64url')
  return Buffer.from(`${digest} ${content}`).toString('base64url')
}

/** What a token says, by the groups of its shape. @throws SwfFault ValidationException for a token that was not sealed so */
export function openToken(purpose: string, token: string, shape: RegExp): RegExpExecArray {
  const text = Buffer.from(token, 'base64url').toString()
  const content = text.slice(text.indexOf(' ') + 1)
  const match = shape.exec(content)
  // Base64 decoders read much that no encoder wrote: only the same token, sealed anew, tells them apart.
  if (!match || sealToken(purpose, content) !== token) throw validationFault('Invalid token')
  return match
}
