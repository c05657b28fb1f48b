import { createHash } from 'node:crypto'
import { validationFault } from '../../answers/faults.js'

/**
 * An opaque token that carries its content, so that the server has to keep nothing for it. A digest of the content and of the token's
 * purpose goes with it, by which a damaged token, or one of another purpose, is recognised. It is no protection against forgery.
 */
export function sealToken(purpose: string, content: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([purpose, content]))
    .digest('base64url')
  return Buffer.from(`${digest} ${content}`).toString('base64url')
}

/**
 * The content of a token, matched by its shape.
 * @throws SwfFault ValidationException, when the token was not sealed for this purpose
 */
export function openToken(purpose: string, token: string, shape: RegExp): RegExpExecArray {
  const text = Buffer.from(token, 'base64url').toString()
  const content = text.slice(text.indexOf(' ') + 1)
  const match = shape.exec(content)
  // A base64 decoder also reads texts that no encoder writes. Only the comparison with the content sealed anew tells them apart.
  if (!match || sealToken(purpose, content) !== token) throw validationFault('Invalid token')
  return match
}
