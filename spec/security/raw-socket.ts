import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { signature } from '../local-swf/support/raw-request.js'

export const BODY = JSON.stringify({ name: 'orders' })

/** Headers of a good request, each on its line. */
export const GOOD_HEADERS = [
  'Host: 127.0.0.1',
  `Authorization: ${signature}`,
  'X-Amz-Target: SimpleWorkflowService.DescribeDomain',
] as const

/** A request as text, with whatever is in it. */
export function rawRequestText(
  headers: readonly string[] = [...GOOD_HEADERS, `Content-Length: ${BODY.length}`],
  body = BODY,
  line = 'POST / HTTP/1.1',
): string {
  return [line, ...headers, '', body].join('\r\n')
}

/** A connection that sends the text and then does nothing; gone when the test is over. */
export async function openSocket(port: number, text: string | Buffer = '', host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  // The server may reset it at any moment.
  socket.on('error', () => {})
  if (text.length > 0) socket.write(text)
  return socket
}

/** Resolves when the connection is gone, whatever ended it. */
export function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()))
}

/** What is answered until the server closes the connection, or what was is enough. */
export async function answerTo(socket: Socket, isEnough: (text: string) => boolean = () => false): Promise<string> {
  let text = ''
  const closed = closeOf(socket)
  const enough = new Promise<void>((resolve) => {
    socket.setEncoding('latin1').on('data', (piece: string) => {
      text += piece
      if (isEnough(text)) resolve()
    })
  })
  await Promise.race([closed, enough])
  return text
}

/** The statuses in what was answered. */
export function statusesIn(text: string): number[] {
  return Array.from(text.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status))
}
