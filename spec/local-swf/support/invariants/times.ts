import { broken, closingEvent, idIn, secondsIn, textIn, type RecordedEvent, type RunHistory } from '../histories.js'
import { openThings, type KindName, type OpenThing } from './closings.js'

/** Under a clock that stands still between its steps, what comes by the clock comes in its very millisecond. */
export function timeoutsComeOnTime(history: RunHistory): void {
  for (const event of history.events) {
    const dueMs = dueOf(history, event)
    if (dueMs === undefined) continue
    const isOnTime = textIn(event, 'timeoutType') === 'HEARTBEAT' ? event.timestampMs >= dueMs : event.timestampMs === dueMs
    if (!isOnTime) throw broken(history, event, `at ${event.timestampMs}, not at ${dueMs}`)
  }
}

/** When an event was due; undefined for what does not come by the clock. */
function dueOf({ events }: RunHistory, event: RecordedEvent): number | undefined {
  const scheduled = events[idIn(event, 'scheduledEventId') - 1]
  const started = events[idIn(event, 'startedEventId') - 1]
  switch (event.eventType) {
    case 'WorkflowExecutionTimedOut':
      return after(events[0], events[0], 'executionStartToCloseTimeout')
    case 'TimerFired':
      return after(started, started, 'startToFireTimeout')
    case 'LambdaFunctionTimedOut':
      return after(started, scheduled, 'startToCloseTimeout', 900)
    case 'ActivityTaskTimedOut':
    case 'DecisionTaskTimedOut':
      return taskDue(textIn(event, 'timeoutType'), scheduled, started)
    default:
      return undefined
  }
}

function taskDue(timeoutType: string, scheduled?: RecordedEvent, started?: RecordedEvent): number | undefined {
  switch (timeoutType) {
    case 'SCHEDULE_TO_START':
      return after(scheduled, scheduled, 'scheduleToStartTimeout')
    case 'SCHEDULE_TO_CLOSE':
      return after(scheduled, scheduled, 'scheduleToCloseTimeout')
    case 'HEARTBEAT':
      return after(started, scheduled, 'heartbeatTimeout')
    default:
      return after(started, scheduled, 'startToCloseTimeout')
  }
}

function after(from: RecordedEvent | undefined, by: RecordedEvent | undefined, member: string, byDefault = Infinity): number {
  if (!from || !by) return Infinity
  const seconds = secondsIn(by, member)
  return from.timestampMs + 1000 * (seconds === Infinity ? byDefault : seconds)
}

/**
 * When the open things of an execution are due by the clock, one moment each; a heartbeat may put its own off. What never comes is left out.
 * A closed execution has none.
 */
export function dueTimes(history: RunHistory): readonly { readonly event: RecordedEvent; readonly dueMs: number }[] {
  const [start] = history.events
  if (!start || closingEvent(history)) return []
  const dues = [{ event: start, dueMs: after(start, start, 'executionStartToCloseTimeout') }]
  for (const kind of ['decisionTask', 'activity', 'timer', 'lambda'] as const) {
    for (const thing of openThings(history, kind).values()) dues.push({ event: thing.opened, dueMs: dueOfOpen(kind, thing) })
  }
  return dues.filter(({ dueMs }) => dueMs < Infinity)
}

function dueOfOpen(kind: KindName, { opened, started }: OpenThing): number {
  if (kind === 'timer') return after(opened, opened, 'startToFireTimeout')
  if (kind === 'lambda') return after(started, opened, 'startToCloseTimeout', 900)
  const scheduleToClose = after(opened, opened, 'scheduleToCloseTimeout')
  if (!started) return Math.min(after(opened, opened, 'scheduleToStartTimeout'), scheduleToClose)
  const sooner = Math.min(after(started, opened, 'startToCloseTimeout'), scheduleToClose)
  if (sooner < Infinity) return sooner
  return secondsIn(opened, 'heartbeatTimeout') === Infinity ? Infinity : Number.MAX_SAFE_INTEGER
}

/** Nothing is open after its time. */
export function nothingIsOverdue(history: RunHistory, nowMs: number): void {
  for (const { event, dueMs } of dueTimes(history)) {
    if (dueMs < nowMs) throw broken(history, event, `was due at ${dueMs}, and is open at ${nowMs}`)
  }
}
