import type { HistoryEvent } from '../../lib/local-swf/index.js'

/**
 * What a history says but for when and by whom: without times and identities, and without the decision tasks that timed out. What
 * is left is numbered anew.
 *
 * @param names - what is called otherwise in each history, and what it is called here
 */
export function shapeOf(events: readonly HistoryEvent[], names: ReadonlyMap<string, string>): object[] {
  const lost = new Set(
    events.flatMap(({ eventId, decisionTaskTimedOutEventAttributes: timedOut }) =>
      timedOut ? [eventId, timedOut.scheduledEventId, timedOut.startedEventId] : [],
    ),
  )
  const kept = events.filter(({ eventId }) => !lost.has(eventId))
  // SWF writes 0 where there is no event.
  const numbers = new Map([[0, 0], ...kept.map(({ eventId }, index) => [eventId, index + 1] as const)])

  function shape(member: string, value: unknown): unknown {
    if (member === 'eventTimestamp' || member === 'identity') return undefined
    if (typeof value === 'number') return /eventId$/i.test(member) ? numbers.get(value) : value
    if (typeof value !== 'string') return value
    return Array.from(names).reduce((text, [name, common]) => text.replaceAll(name, common), value)
  }
  return JSON.parse(JSON.stringify(kept), shape)
}
