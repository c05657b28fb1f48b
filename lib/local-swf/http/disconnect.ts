import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** One listener on each connection: a client may send many polls down one of them. */
const waiting = new WeakMap<Socket, Set<() => void>>()

/**
 * Calls back if the client's connection closes before the answer is out. The connection is what tells: a response that waits for the
 * ones before it has no socket yet, and never hears of it.
 */
export function onGone({ socket }: IncomingMessage, response: ServerResponse, callback: () => void): void {
  const callbacks = waiting.get(socket) ?? watch(socket)
  callbacks.add(callback)
  response.once('finish', () => callbacks.delete(callback))
}

function watch(socket: Socket): Set<() => void> {
  const callbacks = new Set<() => void>()
  waiting.set(socket, callbacks)
  socket.once('close', () => {
    for (const callback of callbacks) callback()
  })
  return callbacks
}
