import type { IncomingMessage } from 'node:http'

/** The size of the largest body that is read (documented: 1 MB for a whole request). */
const LARGEST_BODY_BYTES = 1024 * 1024
/** How much a client may go on sending after it was told that its body is too large. Beyond it the connection is cut. */
const LARGEST_DISCARD_BYTES = 16 * LARGEST_BODY_BYTES

export const bodyTooLarge = Symbol('bodyTooLarge')

/**
 * The whole body as text, or `bodyTooLarge` as soon as that is known. The rest of a body that is too large is read and thrown away,
 * because a client that is still sending would see a reset instead of the answer. Never settles when the client disconnects meanwhile.
 */
export function readBody(request: IncomingMessage): Promise<string | typeof bodyTooLarge> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let receivedBytes = 0
    let isTooLarge = Number(request.headers['content-length'] ?? 0) > LARGEST_BODY_BYTES
    if (isTooLarge) resolve(bodyTooLarge)
    request.on('data', (chunk: Buffer) => {
      receivedBytes += chunk.length
      if (!isTooLarge && receivedBytes > LARGEST_BODY_BYTES) {
        isTooLarge = true
        chunks.length = 0
        resolve(bodyTooLarge)
      }
      if (!isTooLarge) chunks.push(chunk)
      else if (receivedBytes > LARGEST_DISCARD_BYTES) request.destroy()
    })
    request.on('end', () => resolve(Buffer.concat(chunks).toString()))
  })
}
