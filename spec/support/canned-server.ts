import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** One request as the server saw it. */
export interface CannedRequest {
  /** `PollForActivityTask`, without the service's prefix. */
  readonly operation: string
  readonly body: Readonly<Record<string, unknown>>
  /** The signature; its credential scope names the region. */
  readonly authorization: string
  /** Resolves when the connection closes or the answer is out. */
  readonly gone: Promise<void>
}

export type CannedAnswer =
  | { readonly kind: 'text'; readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>> }
  /** The headers promise the whole text, the connection ends after half of it. */
  | { readonly kind: 'half'; readonly text: string }
  /** Status 200, and then so many blanks every few ms, for as long as the client takes them. */
  | { readonly kind: 'endless'; readonly bytes: number }
  /** No answer, until the client goes away or the server closes. */
  | { readonly kind: 'hang' }
  /** The connection is reset, without an answer. */
  | { readonly kind: 'reset' }

/** An answer, or what makes one from the request and its number among those of its operation (from 0). */
export type CannedScript = CannedAnswer | ((request: CannedRequest, index: number) => CannedAnswer | Promise<CannedAnswer>)

/** As each answer of SWF has it: what lacks it is another's. */
const REQUEST_ID = { 'x-amzn-RequestId': '00000000-0000-4000-8000-000000000000' }

/** Status 200; without a body an empty one, as SWF's void operations answer. */
export function ok(body?: object): CannedAnswer {
  return { kind: 'text', status: 200, text: body === undefined ? '' : JSON.stringify(body), headers: REQUEST_ID }
}

const faultPrefixes: Readonly<Record<string, string>> = {
  ThrottlingException: 'com.amazon.coral.availability#',
  ValidationException: 'com.amazon.coral.validate#',
}

/** A fault as SWF words it. Names that end in `Fault` get the SWF model's prefix, front-end exceptions coral's. */
export function fault(name: string, message = name, status = 400): CannedAnswer {
  const prefix = faultPrefixes[name] ?? (name.endsWith('Fault') ? 'com.amazonaws.swf.base.model#' : 'com.amazon.coral.service#')
  return {
    kind: 'text',
    status,
    text: JSON.stringify({ __type: prefix + name, message }),
    headers: { ...REQUEST_ID, 'x-amzn-query-error': `${name};Sender` },
  }
}

/** Any text with any status: a proxy's error page, say. */
export function text(status: number, body: string): CannedAnswer {
  return { kind: 'text', status, text: body, headers: { 'content-type': 'text/html' } }
}

export function half(body: object): CannedAnswer {
  return { kind: 'half', text: JSON.stringify(body) }
}

export function endless(bytes = 1): CannedAnswer {
  return { kind: 'endless', bytes }
}

export const hang: CannedAnswer = { kind: 'hang' }
export const reset: CannedAnswer = { kind: 'reset' }

/**
 * A real HTTP server with scripted answers, for what no SWF answers, and for an order of answers that LocalSwf would not give.
 *
 *     const server = await CannedServer.start()
 *     server.answer('PollForActivityTask', fault('LimitExceededFault'), ok({ taskToken: 'a' }), hang)
 *     await server.arrivals('PollForActivityTask', 3)
 *     await server.close()
 *
 * The last script of an operation goes on answering. An operation without a script gets UnknownOperationException.
 */
export class CannedServer {
  readonly requests: CannedRequest[] = []
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  /** `from`: how many requests of the operation had come before it was scripted. */
  readonly #scripts = new Map<string, { readonly scripts: readonly CannedScript[]; readonly from: number }>()
  readonly #waiting = new Set<() => void>()

  /** @param port one that was used before, to stand in for a server that comes back; by default any free one. */
  static async start(port = 0): Promise<CannedServer> {
    const server = new CannedServer()
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject)
      server.#server.listen(port, '127.0.0.1', resolve)
    })
    return server
  }

  get port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the canned server is closed')
    return address.port
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Region, endpoint and credentials for any SWF client. */
  get clientOptions(): { region: string; endpoint: string; credentials: { accessKeyId: string; secretAccessKey: string } } {
    return {
      region: 'us-east-1',
      endpoint: this.endpoint,
      credentials: { accessKeyId: 'canned', secretAccessKey: 'canned' },
    }
  }

  /** Scripts the next answers of an operation, in place of what was scripted for it before. */
  answer(operation: string, ...scripts: readonly [CannedScript, ...CannedScript[]]): this {
    this.#scripts.set(operation, { scripts, from: this.requestsOf(operation).length })
    return this
  }

  requestsOf(operation: string): readonly CannedRequest[] {
    return this.requests.filter((request) => request.operation === operation)
  }

  /** Resolves with the requests of the operation once there are `count`. */
  async arrivals(operation: string, count = 1): Promise<readonly CannedRequest[]> {
    while (this.requestsOf(operation).length < count) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
    return this.requestsOf(operation)
  }

  /** Drops every connection and stops listening. May be called twice. */
  async close(): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new Promise<void>((resolve) => response.once('close', resolve))
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? ''
    const body = parse(await textOf(incoming))
    const index = this.requestsOf(operation).length
    const request = { operation, body, authorization: incoming.headers.authorization ?? '', gone }
    this.requests.push(request)
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()

    const { scripts, from } = this.#scripts.get(operation) ?? { scripts: [], from: 0 }
    const script =
      scripts[index - from] ?? scripts.at(-1) ?? fault('UnknownOperationException', `nothing is scripted for ${operation}`)
    const answer = typeof script === 'function' ? await script(request, index) : script
    if (!response.destroyed) write(answer, response)
  }
}

function write(answer: CannedAnswer, response: ServerResponse): void {
  switch (answer.kind) {
    case 'text':
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0', ...answer.headers }).end(answer.text)
      return
    case 'half':
      response.writeHead(200, { ...REQUEST_ID, 'content-length': Buffer.byteLength(answer.text) })
      response.write(answer.text.slice(0, answer.text.length / 2), () => response.destroy())
      return
    case 'endless':
      return drip(response, Buffer.alloc(answer.bytes, ' '))
    case 'hang':
      return
    case 'reset':
      response.socket?.resetAndDestroy()
  }
}

function drip(response: ServerResponse, drop: Buffer): void {
  response.writeHead(200, REQUEST_ID)
  const timer = setInterval(() => {
    if (!response.writableNeedDrain) response.write(drop)
  }, 2)
  response.once('close', () => clearInterval(timer))
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  // A client that aborts while it sends ends the stream with an error: there is nobody to answer then.
  await incoming.forEach((chunk: Buffer) => void chunks.push(chunk)).catch(() => undefined)
  return Buffer.concat(chunks).toString()
}

function parse(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
