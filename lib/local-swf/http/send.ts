import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Reply } from '../answers/reply.js'

const CONTENT_TYPE = 'application/x-amz-json-1.0'

export function send(response: ServerResponse, { status, body, headers = {}, delivery }: Reply): void {
  const { socket } = response.req
  if (delivery === 'none') {
    socket.resetAndDestroy()
    return
  }
  // An empty body has no half. An empty object stands for it.
  const bytes = Buffer.from(delivery === 'half' && body === '' ? '{}' : body)
  response.writeHead(status, {
    ...headers,
    'content-type': CONTENT_TYPE,
    'content-length': bytes.length,
    'x-amzn-RequestId': randomUUID(),
  })
  if (delivery === 'half') response.write(bytes.subarray(0, bytes.length / 2), () => socket.destroy())
  else response.end(bytes)
}
