import { Readable } from 'node:stream'
import type { SWF } from '@aws-sdk/client-swf'
import { NotSwfError } from '../faults/fault-table.js'

type Handle = SWF['config']['requestHandler']['handle']
type Request = Parameters<Handle>[0]
type Response = Awaited<ReturnType<Handle>>['response']

const MIB = 2 ** 20

/** A task of an activity is the longest of them: its input has 32,768 characters, of six bytes each where all are escaped. */
const MOST_BYTES = MIB

/** A page of a history has at most 100 events (`EVENTS_PER_PAGE`), each with two texts of 32,768 characters of six bytes. A list of 1,000 executions is shorter. */
const MOST_BYTES_OF_A_PAGE = 40 * MIB
const PAGES = /\.(?:List\w+|GetWorkflowExecutionHistory|PollForDecisionTask)$/

/** Each answer of SWF has it, also that of an operation that answers nothing, whose body is empty. */
const REQUEST_ID = 'x-amzn-requestid'

/**
 * Reads an answer to its end, no further than the longest that SWF could give.
 *
 * @param signal - its abort breaks the connection
 * @throws NotSwfError
 */
export async function readResponse(request: Request, response: Response, signal: AbortSignal): Promise<Response> {
  const { body, headers, statusCode }: { readonly body?: unknown } & Pick<Response, 'headers' | 'statusCode'> = response
  if (!(body instanceof Readable)) return response
  try {
    if (statusCode < 300 && headers[REQUEST_ID] === undefined) {
      throw new NotSwfError(`it answered with status ${statusCode} and without the header x-amzn-RequestId`)
    }
    response.body = await bytesOf(body, mostBytes(request), signal)
    return response
  } catch (error) {
    // Nothing more of it is wanted: the connection goes with it.
    body.destroy()
    throw error
  }
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
