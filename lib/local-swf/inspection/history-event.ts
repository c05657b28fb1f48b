import type { EventAttributes, EventType } from '../model/events/event-attributes.js'
import type { HistoryEvent as WireEvent } from '../model/events/history.js'

/** A copy belongs to whoever asked for it. */
type Copy<Value> = Value extends object ? { -readonly [Name in keyof Value]: Copy<Value[Name]> } : Value

type AttributesMembers = {
  -readonly [Type in EventType as `${Uncapitalize<Type>}EventAttributes`]?: Copy<EventAttributes[Type]>
}

/** An event of a history in the shape that the AWS SDK gives it: its attributes are in the member that is named after its type. */
export interface HistoryEvent extends AttributesMembers {
  eventId: number
  eventTimestamp: Date
  eventType: EventType
}

/** As a client would read it off the wire: a copy, in which members without a value are missing. */
export function copyEvent(event: WireEvent): HistoryEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the model holds nothing but JSON
  const copy = JSON.parse(JSON.stringify(event)) as HistoryEvent
  // Rounded as the SDK does: multiplied, a time in seconds may be off by a little.
  return { ...copy, eventTimestamp: new Date(Math.round(event.eventTimestamp * 1000)) }
}
