/** An event of a history, however it was read: over HTTP, or straight from the model. */
export interface RecordedEvent {
  readonly eventId: number
  readonly eventType: string
  readonly timestampMs: number
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface RunHistory {
  readonly workflowId: string
  readonly runId: string
  readonly events: readonly RecordedEvent[]
}

/** The histories of all runs, by runId: events of one refer to events of another. */
export type Histories = ReadonlyMap<string, RunHistory>

export const closingTypes: ReadonlySet<string> = new Set([
  'WorkflowExecutionCompleted',
  'WorkflowExecutionFailed',
  'WorkflowExecutionCanceled',
  'WorkflowExecutionTerminated',
  'WorkflowExecutionTimedOut',
  'WorkflowExecutionContinuedAsNew',
])

export function closingEvent({ events }: RunHistory): RecordedEvent | undefined {
  return events.find(({ eventType }) => closingTypes.has(eventType))
}

/** A member that names an event; 0 where it is missing. */
export function idIn(event: RecordedEvent, member: string): number {
  return Number(event.attributes[member] ?? 0)
}

export function textIn(event: RecordedEvent, member: string): string {
  const value = event.attributes[member]
  return typeof value === 'string' ? value : ''
}

/** A text inside a member, like the `name` of a `taskList`. */
export function innerTextIn(event: RecordedEvent, member: string, inner: string): string {
  const value = event.attributes[member]
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, inner) : undefined
  return typeof found === 'string' ? found : ''
}

/** SWF's whole seconds as text, or NONE. */
export function secondsIn(event: RecordedEvent, member: string): number {
  const duration = textIn(event, member) || 'NONE'
  return duration === 'NONE' ? Infinity : Number(duration)
}

/** A rule that LocalSwf broke. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant'
}

export function broken({ runId }: RunHistory, event: RecordedEvent | undefined, text: string): BrokenInvariant {
  const place = event ? `event ${event.eventId}, ${event.eventType} ${JSON.stringify(event.attributes)}` : 'the execution'
  return new BrokenInvariant(`run ${runId}: ${place}: ${text}`)
}
