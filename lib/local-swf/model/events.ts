import type { NameAndVersion } from '../faults.js'

export interface TaskListName {
  readonly name: string
}

export interface ExecutionName {
  readonly workflowId: string
  readonly runId: string
}

export type ActivityTimeoutType = 'START_TO_CLOSE' | 'SCHEDULE_TO_START' | 'SCHEDULE_TO_CLOSE' | 'HEARTBEAT'

/** Members that are undefined are left out of the answer. Timeouts are SWF's own: whole seconds as text, or NONE. */
type Optional<Value> = Value | undefined

interface DecidedBy {
  readonly decisionTaskCompletedEventId: number
}

interface FailedDecision<Cause extends string> extends DecidedBy {
  readonly cause: Cause
}

interface StartedTask {
  readonly scheduledEventId: number
  /** 0 for a task that was never started. */
  readonly startedEventId: number
}

export type ScheduleActivityTaskFailedCause =
  | 'ACTIVITY_TYPE_DEPRECATED'
  | 'ACTIVITY_TYPE_DOES_NOT_EXIST'
  | 'ACTIVITY_ID_ALREADY_IN_USE'
  | 'OPEN_ACTIVITIES_LIMIT_EXCEEDED'
  | 'DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED'
  | 'DEFAULT_TASK_LIST_UNDEFINED'
  | 'DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED'
  | 'DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED'
  | 'DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED'

/** Every event that LocalSwf writes, with its attributes. */
export interface EventAttributes {
  WorkflowExecutionStarted: {
    readonly workflowType: NameAndVersion
    readonly taskList: TaskListName
    readonly taskPriority: Optional<string>
    readonly executionStartToCloseTimeout: string
    readonly taskStartToCloseTimeout: string
    readonly childPolicy: string
    readonly input: Optional<string>
    readonly tagList: Optional<readonly string[]>
    readonly lambdaRole: Optional<string>
    readonly parentInitiatedEventId: number
  }
  WorkflowExecutionCompleted: DecidedBy & { readonly result: Optional<string> }
  CompleteWorkflowExecutionFailed: FailedDecision<'UNHANDLED_DECISION'>
  WorkflowExecutionFailed: DecidedBy & { readonly reason: Optional<string>; readonly details: Optional<string> }
  FailWorkflowExecutionFailed: FailedDecision<'UNHANDLED_DECISION'>
  WorkflowExecutionTimedOut: { readonly timeoutType: 'START_TO_CLOSE'; readonly childPolicy: string }
  WorkflowExecutionTerminated: {
    readonly reason: Optional<string>
    readonly details: Optional<string>
    readonly childPolicy: string
    readonly cause: 'OPERATOR_INITIATED'
  }
  DecisionTaskScheduled: {
    readonly taskList: TaskListName
    readonly taskPriority: Optional<string>
    readonly startToCloseTimeout: string
    readonly scheduleToStartTimeout: string
  }
  DecisionTaskStarted: { readonly scheduledEventId: number; readonly identity: Optional<string> }
  DecisionTaskCompleted: StartedTask & { readonly executionContext: Optional<string> }
  DecisionTaskTimedOut: StartedTask & { readonly timeoutType: 'START_TO_CLOSE' }
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
  TimerStarted: DecidedBy & {
    readonly timerId: string
    readonly control: Optional<string>
    readonly startToFireTimeout: string
  }
  StartTimerFailed: FailedDecision<'TIMER_ID_ALREADY_IN_USE' | 'OPEN_TIMERS_LIMIT_EXCEEDED'> & { readonly timerId: string }
  TimerFired: { readonly timerId: string; readonly startedEventId: number }
  TimerCanceled: DecidedBy & { readonly timerId: string; readonly startedEventId: number }
  CancelTimerFailed: FailedDecision<'TIMER_ID_UNKNOWN'> & { readonly timerId: string }
  MarkerRecorded: DecidedBy & { readonly markerName: string; readonly details: Optional<string> }
}

export type EventType = keyof EventAttributes
