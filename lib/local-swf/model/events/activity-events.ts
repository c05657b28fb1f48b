import type { NameAndVersion } from '../../answers/faults.js'
import type { DecidedBy, FailedDecision, Optional, StartedTask, TaskListName } from './parts.js'

export type ActivityTimeoutType = 'START_TO_CLOSE' | 'SCHEDULE_TO_START' | 'SCHEDULE_TO_CLOSE' | 'HEARTBEAT'

export type ScheduleActivityTaskFailedCause =
  | 'ACTIVITY_TYPE_DEPRECATED'
  | 'ACTIVITY_TYPE_DOES_NOT_EXIST'
  | 'ACTIVITY_ID_ALREADY_IN_USE'
  | 'OPEN_ACTIVITIES_LIMIT_EXCEEDED'
  | 'ACTIVITY_CREATION_RATE_EXCEEDED'
  | 'DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED'
  | 'DEFAULT_TASK_LIST_UNDEFINED'
  | 'DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED'
  | 'DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED'
  | 'DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED'

export interface ActivityEvents {
  ActivityTaskScheduled: DecidedBy & {
    readonly activityType: NameAndVersion
    readonly activityId: string
    readonly input: Optional<string>
    readonly control: Optional<string>
    readonly taskList: TaskListName
    readonly taskPriority: Optional<string>
    readonly scheduleToStartTimeout: string
    readonly scheduleToCloseTimeout: string
    readonly startToCloseTimeout: string
    readonly heartbeatTimeout: string
  }
  ScheduleActivityTaskFailed: FailedDecision<ScheduleActivityTaskFailedCause> & {
    readonly activityType: NameAndVersion
    readonly activityId: string
  }
  ActivityTaskStarted: { readonly scheduledEventId: number; readonly identity: Optional<string> }
  ActivityTaskCompleted: StartedTask & { readonly result: Optional<string> }
  ActivityTaskFailed: StartedTask & { readonly reason: Optional<string>; readonly details: Optional<string> }
  ActivityTaskTimedOut: StartedTask & { readonly timeoutType: ActivityTimeoutType; readonly details: Optional<string> }
  ActivityTaskCancelRequested: DecidedBy & { readonly activityId: string }
  RequestCancelActivityTaskFailed: FailedDecision<'ACTIVITY_ID_UNKNOWN'> & { readonly activityId: string }
  ActivityTaskCanceled: StartedTask & {
    readonly details: Optional<string>
    readonly latestCancelRequestedEventId: Optional<number>
  }
}
