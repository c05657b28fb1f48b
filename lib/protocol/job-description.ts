/** When a step that failed is run again: the framework's `exponential_retry`, by its names. Intervals are in seconds. */
export interface RetryPolicy {
  /** Retries: 3 are at most four runs. */
  readonly maximumAttempts: number
  readonly initialRetryInterval: number
  readonly backoffCoefficient: number
  readonly maximumRetryInterval: number
  /** From the first scheduling to a retry at the latest. */
  readonly retryExpirationInterval: number
  readonly shouldJitter: boolean
  /** Names of classes; `Exception` and `StandardError` stand for every one. */
  readonly exceptionsToInclude: readonly string[]
  readonly exceptionsToExclude: readonly string[]
}

/** A policy as it is written: the framework's defaults stand for what is left out. */
export type RetrySettings = { readonly [Name in keyof RetryPolicy]?: RetryPolicy[Name] | undefined }

/** SWF's settings of one activity task. Durations are SWF's own: seconds in digits, or `NONE`. */
export interface ActivitySettings {
  readonly taskPriority?: string | undefined
  readonly taskList?: string | undefined
  readonly scheduleToCloseTimeout?: string | undefined
  readonly scheduleToStartTimeout?: string | undefined
  readonly startToCloseTimeout?: string | undefined
  readonly heartbeatTimeout?: string | undefined
}

/** What an execution of the default workflow is to do: which activity to run, on what, and who waits for its result. */
export interface JobDescription extends ActivitySettings {
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
