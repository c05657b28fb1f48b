import type { EventAttributes, EventType } from './event-attributes.js'

/** An event as it goes over the wire, with its attributes under a member named after its type. */
export interface HistoryEvent {
  readonly eventId: number
  /** Seconds since the epoch, with a fraction. */
  readonly eventTimestamp: number
  readonly eventType: EventType
  readonly [attributes: string]: unknown
}

/** A page of events, and where the next one begins. */
export interface HistoryPage {
  readonly events: readonly HistoryEvent[]
  readonly nextEventId: number | undefined
}

export interface HistoryRange {
  /** Both ends included. */
  readonly fromEventId: number
  readonly untilEventId: number
  readonly pageSize: number
  readonly reverse: boolean
}

/** What happened in one execution: event ids are dense and begin with 1. */
export class History {
  readonly #events: HistoryEvent[] = []

  get lastEventId(): number {
    return this.#events.length
  }

  /** Adds an event and gives its id. */
  append<Type extends EventType>(eventType: Type, timestampMs: number, attributes: EventAttributes[Type]): number {
    const eventId = this.#events.length + 1
    const eventTimestamp = timestampMs / 1000
    // Copied, since V8 gives an object that is spread, then added to, a shape of its own: some 300 bytes.
    const copy = Object.assign({}, attributes)
    this.#events.push({ eventId, eventTimestamp, eventType, [attributesMember(eventType)]: copy })
    return eventId
  }

  all(): readonly HistoryEvent[] {
    return this.#events
  }

  page({ fromEventId, untilEventId, pageSize, reverse }: HistoryRange): HistoryPage {
    if (reverse) {
      const lowestEventId = Math.max(fromEventId, untilEventId - pageSize + 1)
      const events = this.#events.slice(lowestEventId - 1, untilEventId).toReversed()
      return { events, nextEventId: lowestEventId > fromEventId ? lowestEventId - 1 : undefined }
    }
    const highestEventId = Math.min(untilEventId, fromEventId + pageSize - 1)
    const events = this.#events.slice(fromEventId - 1, highestEventId)
    return { events, nextEventId: highestEventId < untilEventId ? highestEventId + 1 : undefined }
  }
}

const members = new Map<EventType, string>()

function attributesMember(eventType: EventType): string {
  let member = members.get(eventType)
  if (member === undefined) {
    member = `${eventType.charAt(0).toLowerCase()}${eventType.slice(1)}EventAttributes`
    members.set(eventType, member)
  }
  return member
}
