import type { EventAttributes, EventType } from '../model/events/event-attributes.js'
import type { HistoryEvent as WireEvent } from '../model/events/history.js'

/** The type of a copy, which its owner may change. */
type Copy<Value> = Value extends object ? { -readonly [Name in keyof Value]: Copy<Value[Name]> } : Value

type AttributesMembers = {
  -readonly [Type in EventType as `${Uncapitalize<Type>}EventAttributes`]?: Copy<EventAttributes[Type]>
}

/** An event of a history in the shape that the AWS SDK gives it. Its attributes are in the member that is named after its type. */
export interface HistoryEvent extends AttributesMembers {
  /** The place of the event in its history, from 1 on. */
  eventId: number
  eventTimestamp: Date
  eventType: EventType
}

/** Copies an event as a client would read it off the wire: members without a value are missing. */
export function copyEvent(event: WireEvent): HistoryEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the attributes of an event are JSON values only
  const copy = JSON.parse(JSON.stringify(event)) as HistoryEvent
  // The SDK rounds so, too. A time in seconds that is multiplied may be off by a little.
  return { ...copy, eventTimestamp: new Date(Math.round(event.eventTimestamp * 1000)) }
}
