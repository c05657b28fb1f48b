import type { ActivityEvents } from './events/activity-events.js'
import type { ChildEvents } from './events/child-events.js'
import type { DecisionTaskEvents } from './events/decision-task-events.js'
import type { ExecutionEvents } from './events/execution-events.js'
import type { ExternalEvents } from './events/external-events.js'
import type { LambdaEvents } from './events/lambda-events.js'
import type { TimerEvents } from './events/timer-events.js'

/** Every event of a history, with its attributes (API reference, HistoryEvent). */
export type EventAttributes = ExecutionEvents &
  DecisionTaskEvents &
  ActivityEvents &
  TimerEvents &
  ChildEvents &
  ExternalEvents &
  LambdaEvents

export type EventType = keyof EventAttributes
