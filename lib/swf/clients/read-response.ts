import { Readable } from 'node:stream'
import type { SWF } from '@aws-sdk/client-swf'
import { NotSwfError } from '../faults/fault-table.js'

type Handle = SWF['config']['requestHandler']['handle']
type Request = Parameters<Handle>[0]
type Response = Awaited<ReturnType<Handle>>['response']

const MIB = 2 ** 20

/**
 * The longest answer other than a page. An activity task is the longest of these: its input has up to 32,768 characters, and each
 * takes six bytes if it is escaped.
 */
const MOST_BYTES = MIB

/** The longest page: that of a history has at most 100 events (`EVENTS_PER_PAGE`), each with two texts of 32,768 characters of six bytes. A list of 1,000 executions is shorter. */
const MOST_BYTES_OF_A_PAGE = 40 * MIB
const PAGES = /\.(?:List\w+|GetWorkflowExecutionHistory|PollForDecisionTask)$/

/**
 * Each answer of SWF has this header, even if the operation answers nothing and the body is empty. Servers that stand in for SWF
 * may not send it.
 */
const REQUEST_ID = 'x-amzn-requestid'
const OPENING_BRACE = 0x7b
const JSON_TYPE = /^application\/(?:x-amz-)?json/

/**
 * Reads an answer to its end, but no further than the longest answer that SWF could give.
 *
 * @param signal - when it aborts, the connection is broken
 * @throws NotSwfError if the answer is too long, or cannot be SWF's
 */
export async function readResponse(request: Request, response: Response, signal: AbortSignal): Promise<Response> {
  const { body, headers, statusCode }: { readonly body?: unknown } & Pick<Response, 'headers' | 'statusCode'> = response
  if (!(body instanceof Readable)) return response
  try {
    const bytes = await bytesOf(body, mostBytes(request), signal)
    if (statusCode < 300 && headers[REQUEST_ID] === undefined && !passesForSwf(bytes, headers)) {
      throw new NotSwfError(
        `it answered with status ${statusCode}, without the header x-amzn-RequestId, and with a body that SWF never sends`,
      )
    }
    response.body = bytes
    return response
  } catch (error) {
    // Nobody wants the rest of the answer, so the connection is closed.
    body.destroy()
    throw error
  }
}

/**
 * Whether an answer without the header may come from a server that stands in for SWF: a JSON object may. An empty body must at least
 * have JSON's content type, since a proxy answers with an empty body too, and then SWF knows nothing of the request.
 */
function passesForSwf(bytes: Uint8Array, headers: Response['headers']): boolean {
  return bytes.length === 0 ? JSON_TYPE.test(headers['content-type'] ?? '') : bytes[0] === OPENING_BRACE
}

async function bytesOf(body: Readable, most: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  const breakOff = (): void => void body.destroy(new Error('nobody waits for the answer any longer'))
  signal.addEventListener('abort', breakOff, { once: true })
  try {
    for await (const piece of body) {
      const chunk: Uint8Array = piece
      length += chunk.length
      if (length > most) throw new NotSwfError(`its answer is longer than ${most} bytes, and SWF's answers never are`)
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
