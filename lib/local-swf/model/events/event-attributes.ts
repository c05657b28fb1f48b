import type { ActivityEvents } from './activity-events.js'
import type { ChildEvents } from './child-events.js'
import type { DecisionTaskEvents } from './decision-task-events.js'
import type { ExecutionEvents } from './execution-events.js'
import type { ExternalEvents } from './external-events.js'
import type { LambdaEvents } from './lambda-events.js'
import type { TimerEvents } from './timer-events.js'

/** Every event of a history, with its attributes (API reference, HistoryEvent). */
export type EventAttributes = ExecutionEvents &
  DecisionTaskEvents &
  ActivityEvents &
  TimerEvents &
  ChildEvents &
  ExternalEvents &
  LambdaEvents

export type EventType = keyof EventAttributes
