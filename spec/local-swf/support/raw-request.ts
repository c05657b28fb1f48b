import { request } from 'node:http'
import type { LocalSwf } from '../../../lib/local-swf/index.js'

export const signature =
  'AWS4-HMAC-SHA256 Credential=local/20270115/eu-west-3/swf/aws4_request, SignedHeaders=host;x-amz-date, Signature=00'

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

interface RawOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A request that the SDK cannot send. An empty header is left out. */
export async function rawRequest(swf: LocalSwf, operation: string, body?: string, options: RawOptions = {}): Promise<RawAnswer> {
  const headers = new Headers({
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `SimpleWorkflowService.${operation}`,
    authorization: signature,
    ...options.headers,
  })
  for (const [name, value] of headers) if (value === '') headers.delete(name)
  const response = await fetch(swf.endpoint, { method: options.method ?? 'POST', headers, ...(body !== undefined && { body }) })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** Calls an operation that answers nothing. It takes a third of the time that the SDK takes. */
export function quickCall({ port }: LocalSwf, operation: string, body: object): Promise<void> {
  const headers = { 'x-amz-target': `SimpleWorkflowService.${operation}`, authorization: signature }
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method: 'POST', headers }, (response) => {
      response.resume()
      response.on('end', () => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`${operation} was answered with ${response.statusCode}`))
      })
    })
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}

/** The fault that such a request is answered with. */
export async function rawFault(swf: LocalSwf, operation: string, body: string, options?: RawOptions): Promise<unknown> {
  const { status, text } = await rawRequest(swf, operation, body, options)
  if (status !== 400) throw new Error(`${operation} was answered with ${status}: ${text}`)
  return JSON.parse(text)
}
