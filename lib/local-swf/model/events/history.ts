import type { EventAttributes, EventType } from './event-attributes.js'

/** An event as it goes over the wire. Its attributes are in a member that is named after its type. */
export interface HistoryEvent {
  readonly eventId: number
  /** The time of the event in seconds since the epoch, with a fraction. */
  readonly eventTimestamp: number
  readonly eventType: EventType
  readonly [attributes: string]: unknown
}

/** A page of events, and the event with which the next page begins. */
export interface HistoryPage {
  readonly events: readonly HistoryEvent[]
  readonly nextEventId: number | undefined
}

export interface HistoryRange {
  /** The first event of the range. */
  readonly fromEventId: number
  /** The last event of the range. */
  readonly untilEventId: number
  readonly pageSize: number
  readonly reverse: boolean
}

/** Everything that happened in one execution. The ids of its events are 1, 2, 3 and so on. */
export class History {
  readonly #events: HistoryEvent[] = []

  get lastEventId(): number {
    return this.#events.length
  }

  /** Adds an event and returns its id. */
  append<Type extends EventType>(eventType: Type, timestampMs: number, attributes: EventAttributes[Type]): number {
    const eventId = this.#events.length + 1
    const eventTimestamp = timestampMs / 1000
    // A copy, because V8 gives an object that was spread and then added to a shape of its own, which takes some 300 bytes.
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
