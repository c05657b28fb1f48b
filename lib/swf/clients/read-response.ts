import { Readable } from 'node:stream'
import type { SWF } from '@aws-sdk/client-swf'
import { NotSwfError } from '../faults/not-swf-error.js'

type Handle = SWF['config']['requestHandler']['handle']
type Request = Parameters<Handle>[0]
type Response = Awaited<ReturnType<Handle>>['response']

const MIB = 2 ** 20

/** The longest answer that is no page: a task of an activity, whose input has 32,768 characters of six bytes each where all are escaped. */
const MOST_BYTES = MIB

/** The most events on a page of a history. SWF's own limit is 1,000, which could be 400 MB. */
export const EVENTS_PER_PAGE = 100

/** The longest page: so many events, each with two texts of 32,768 characters of six bytes. A list of 1,000 executions is shorter. */
const MOST_BYTES_OF_A_PAGE = 40 * MIB
const PAGES = /\.(?:List\w+|GetWorkflowExecutionHistory|PollForDecisionTask)$/

/** Each answer of SWF has this header, also that of an operation whose body is empty. Servers that stand in for SWF may not send it. */
const REQUEST_ID = 'x-amzn-requestid'
const OPENING_BRACE = 0x7b
const JSON_TYPE = /^application\/(?:x-amz-)?json/

/**
 * Reads an answer to its end, and no more bytes than the longest answer of SWF can have.
 *
 * @param signal - when it aborts, the connection is broken
 * @throws NotSwfError if it is longer, or is not SWF's
 */
export async function readAnswer(request: Request, response: Response, signal: AbortSignal): Promise<Response> {
  const { body, headers, statusCode }: { readonly body?: unknown } & Pick<Response, 'headers' | 'statusCode'> = response
  if (!(body instanceof Readable)) return response
  try {
    const bytes = await bytesOf(body, mostBytes(request), signal)
    if (statusCode < 300 && headers[REQUEST_ID] === undefined && !passesForSwf(bytes, headers)) {
      throw new NotSwfError(
        `it answered with status ${statusCode}, with what SWF never says, and without the header x-amzn-RequestId`,
      )
    }
    response.body = bytes
    return response
  } catch (error) {
    // The rest of the answer is not wanted, and would come on this connection.
    body.destroy()
    throw error
  }
}

/** An object in JSON passes. An empty answer does only if it calls itself JSON: a proxy answers with nothing, too, and SWF would not know of the request. */
function passesForSwf(bytes: Uint8Array, headers: Response['headers']): boolean {
  return bytes.length === 0 ? JSON_TYPE.test(headers['content-type'] ?? '') : bytes[0] === OPENING_BRACE
}

async function bytesOf(body: Readable, most: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  const breakOff = (): void => void body.destroy(new Error('the answer is waited for no longer'))
  signal.addEventListener('abort', breakOff, { once: true })
  try {
    for await (const piece of body) {
      const chunk: Uint8Array = piece
      length += chunk.length
      if (length > most) throw new NotSwfError(`its answer is longer than ${most} bytes, and none of SWF is`)
      chunks.push(chunk)
    }
  } finally {
    signal.removeEventListener('abort', breakOff)
  }
  return Buffer.concat(chunks, length)
}

function mostBytes({ headers }: Request): number {
  return PAGES.test(headers['x-amz-target'] ?? '') ? MOST_BYTES_OF_A_PAGE : MOST_BYTES
}
