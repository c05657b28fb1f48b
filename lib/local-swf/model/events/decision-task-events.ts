import type { Optional, StartedTask, TaskListName } from './parts.js'

export interface DecisionTaskEvents {
  DecisionTaskScheduled: {
    readonly taskList: TaskListName
    readonly taskPriority: Optional<string>
    readonly startToCloseTimeout: string
    readonly scheduleToStartTimeout: string
  }
  DecisionTaskStarted: { readonly scheduledEventId: number; readonly identity: Optional<string> }
  DecisionTaskCompleted: StartedTask & {
    readonly executionContext: Optional<string>
    readonly taskList: Optional<TaskListName>
    readonly taskListScheduleToStartTimeout: Optional<string>
  }
  DecisionTaskTimedOut: StartedTask & { readonly timeoutType: 'START_TO_CLOSE' | 'SCHEDULE_TO_START' }
}
