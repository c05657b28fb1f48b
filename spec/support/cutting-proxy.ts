import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'

/**
 * Where the connection to the client is reset:
 * - `before-effect`: the request is not forwarded
 * - `after-effect`: the target has answered, the client hears nothing of it
 * - `mid-answer`: half of the target's answer gets through
 */
export type Cut = 'before-effect' | 'after-effect' | 'mid-answer'

/** A request that is not answered, so that its client waits until it is ended: one that took no effect, or one that did. */
export type Held = Exclude<Cut, 'mid-answer'>

interface Hold {
  readonly held: Held
  readonly reached: () => void
}

/**
 * A real proxy between an SWF client and a server, that loses chosen answers.
 *
 *     const proxy = await CuttingProxy.start(swf.endpoint)
 *     proxy.cut('StartWorkflowExecution', 'after-effect')
 *     const clients = createClients({ ...swf.clientOptions, endpoint: proxy.endpoint })
 */
export class CuttingProxy {
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  readonly #target: URL
  readonly #cuts = new Map<string, Cut[]>()
  readonly #holds = new Map<string, Hold>()
  readonly #received = new Map<string, number>()
  /** The access keys that requests were signed with. */
  readonly keys = new Set<string | undefined>()
  #cutCount = 0

  constructor(target: string) {
    this.#target = new URL(target)
  }

  static async start(target: string): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get endpoint(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy is closed')
    return `http://127.0.0.1:${address.port}`
  }

  /** Cuts the next requests of the operation, one for each cut given; those after them pass. */
  cut(operation: string, ...cuts: readonly [Cut, ...Cut[]]): this {
    this.#cuts.set(operation, [...(this.#cuts.get(operation) ?? []), ...cuts])
    return this
  }

  /** Holds a request of the operation, by its number among all of them, from 1. Resolves once it is held. */
  hold(operation: string, number: number, held: Held): Promise<void> {
    return new Promise((reached) => this.#holds.set(`${operation} ${number}`, { held, reached }))
  }

  /** Connections that were cut so far. */
  get cutCount(): number {
    return this.#cutCount
  }

  /** Requests of the operation that came from the client, cut ones included. */
  received(operation: string): number {
    return this.#received.get(operation) ?? 0
  }

  /** Drops every connection and stops listening. May be called twice. */
  async close(): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? ''
    this.#received.set(operation, this.received(operation) + 1)
    const hold = this.#holds.get(`${operation} ${this.received(operation)}`)
    this.keys.add(/Credential=([^/]+)/.exec(incoming.headers.authorization ?? '')?.[1])
    const cut = this.#cuts.get(operation)?.shift()
    if (cut) this.#cutCount += 1
    try {
      const body = await bytesOf(incoming)
      if (hold?.held === 'before-effect') return hold.reached()
      if (cut === 'before-effect') return reset(response)
      const answer = await this.#answerOf(incoming, body, response)
      const bytes = await bytesOf(answer)
      if (hold?.held === 'after-effect') return hold.reached()
      if (cut === 'after-effect') return reset(response)
      response.writeHead(answer.statusCode ?? 502, headersOf(answer, bytes.length))
      if (cut === undefined) response.end(bytes)
      else response.write(bytes.subarray(0, bytes.length / 2), () => reset(response))
    } catch {
      reset(response)
    }
  }

  #answerOf({ headers, method, url }: IncomingMessage, body: Buffer, response: ServerResponse): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const target = new URL(url ?? '/', this.#target)
      const outgoing = forward(target, { method, headers: { ...headers, host: target.host } }, resolve)
      outgoing.once('error', reject).end(body)
      // A client that hangs up on a poll must look so to the target as well, or the target hands a task to nobody.
      response.once('close', () => outgoing.destroy())
    })
  }
}

/** The answer's own, but of a known length, however it came. */
function headersOf({ headers }: IncomingMessage, length: number): Record<string, string | string[] | number | undefined> {
  const kept = Object.entries(headers).filter(([name]) => name !== 'transfer-encoding')
  return { ...Object.fromEntries(kept), 'content-length': length }
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  await message.forEach((chunk: Buffer) => void chunks.push(chunk))
  return Buffer.concat(chunks)
}
