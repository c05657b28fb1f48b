/** An opaque token around a text. */
export function tokenOf(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** The text in a token; undefined for one that is not spelled as it was made, since decoding skips what it does not know. */
export function textOfToken(token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString('latin1')
  return tokenOf(text) === token ? text : undefined
}
