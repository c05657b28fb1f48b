import type { LocalSwf } from '../../../lib/local-swf/index.js'

export const signature =
  'AWS4-HMAC-SHA256 Credential=local/20270115/eu-west-3/swf/aws4_request, SignedHeaders=host;x-amz-date, Signature=00'

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A request that the SDK cannot send. */
export async function rawRequest(swf: LocalSwf, operation: string, body: string, init: RequestInit = {}): Promise<RawAnswer> {
  const response = await fetch(swf.endpoint, {
    method: 'POST',
    body,
    ...init,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `SimpleWorkflowService.${operation}`,
      authorization: signature,
      ...init.headers,
    },
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

export interface RawFault {
  readonly __type: string
  readonly message: string
}

export async function rawFault(swf: LocalSwf, operation: string, body: string, init?: RequestInit): Promise<RawFault> {
  const { status, text } = await rawRequest(swf, operation, body, init)
  if (status !== 400) throw new Error(`${operation} was answered with ${status}: ${text}`)
  return JSON.parse(text) as RawFault
}
