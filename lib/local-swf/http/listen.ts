import { once } from 'node:events'
import type { Server } from 'node:http'

export const LOOPBACK = '127.0.0.1'

/**
 * Opens the port, and gives its number.
 * @throws Error with code EADDRINUSE when the port is in use
 */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, LOOPBACK)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw isInUse(error) ? portInUse(port, error) : error
  }
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

function portInUse(port: number, cause: unknown): Error {
  const text = `port ${port} of ${LOOPBACK} is in use: give LocalSwf another port, or 0 for a free one`
  return Object.assign(new Error(text, { cause }), { code: 'EADDRINUSE' })
}
