import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** One listener on each connection calls all of these, because a client may send many polls down one connection. */
const callbacksOf = new WeakMap<Socket, Set<() => void>>()

/**
 * Calls back if the client's connection closes before the answer is out. It listens to the connection and not to the response, because
 * a response that waits for the ones before it has no socket yet, and never learns of the close.
 */
export function onDisconnect({ socket }: IncomingMessage, response: ServerResponse, callback: () => void): void {
  const callbacks = callbacksOf.get(socket) ?? listenTo(socket)
  callbacks.add(callback)
  response.once('finish', () => callbacks.delete(callback))
}

function listenTo(socket: Socket): Set<() => void> {
  const callbacks = new Set<() => void>()
  callbacksOf.set(socket, callbacks)
  socket.once('close', () => {
    for (const callback of callbacks) callback()
  })
  return callbacks
}
