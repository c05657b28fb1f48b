import { rawRequest } from './raw-request.js'
import { domain, type Run, type TestSwf } from './test-swf.js'

/** An event as it goes over the wire. */
export interface WireEvent {
  readonly eventId: number
  readonly eventType: string
  readonly [member: string]: unknown
}

/** The whole history of a run, as JSON, which the SDK has not touched. */
export async function wireHistory({ server }: TestSwf, { workflowId, runId }: Run): Promise<readonly WireEvent[]> {
  const body = JSON.stringify({ domain, execution: { workflowId, runId } })
  const { status, text } = await rawRequest(server, 'GetWorkflowExecutionHistory', body)
  const answer: unknown = JSON.parse(text)
  if (status !== 200 || !hasEvents(answer)) throw new Error(`no history: ${text}`)
  if ('nextPageToken' in answer) throw new Error('the history has more than one page')
  return answer.events
}

function hasEvents(answer: unknown): answer is { readonly events: readonly WireEvent[] } {
  return typeof answer === 'object' && answer !== null && 'events' in answer && Array.isArray(answer.events)
}

/** The member that carries the attributes of the events of a type. */
export function attributesMember(eventType: string): string {
  return `${eventType.charAt(0).toLowerCase()}${eventType.slice(1)}EventAttributes`
}

export function attributesOf(event: WireEvent): Readonly<Record<string, unknown>> {
  const attributes = event[attributesMember(event.eventType)]
  return typeof attributes === 'object' && attributes !== null ? { ...attributes } : {}
}
