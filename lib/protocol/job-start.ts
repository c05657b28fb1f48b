import type { RetrySettings } from '../flow/inputs/retry-policy.js'

/** SWF's settings of one activity task. Durations are SWF's own: seconds in digits, or `NONE`. */
export interface ActivityOptions {
  readonly taskPriority?: string | undefined
  readonly taskList?: string | undefined
  readonly scheduleToCloseTimeout?: string | undefined
  readonly scheduleToStartTimeout?: string | undefined
  readonly startToCloseTimeout?: string | undefined
  readonly heartbeatTimeout?: string | undefined
}

/** What an execution of the default workflow is to do: which activity to run, on what, and who waits for its result. */
export interface JobStart extends ActivityOptions {
  readonly className: string
  readonly method: string
  /** `1.0` unless given. */
  readonly version?: string | undefined
  readonly retry?: RetrySettings | undefined
  /** The activity's argument: any plain data. */
  readonly args: unknown
  /** Result key and task list of the process that waits; without both of them nobody does. */
  readonly key?: string | undefined
  readonly resultTaskList?: string | undefined
}
