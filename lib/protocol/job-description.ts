/** When a step that failed is run again. The names are those of the framework's `exponential_retry`, and intervals are in seconds. */
export interface RetryPolicy {
  /** The number of retries after the first run: with 3 there are at most four runs. */
  readonly maximumAttempts: number
  readonly initialRetryInterval: number
  readonly backoffCoefficient: number
  readonly maximumRetryInterval: number
  /** No retry starts later than this long after the first scheduling. */
  readonly retryExpirationInterval: number
  readonly shouldJitter: boolean
  /** The names of the error classes that are retried. `Exception` and `StandardError` stand for every class. */
  readonly exceptionsToInclude: readonly string[]
  readonly exceptionsToExclude: readonly string[]
}

/** A retry policy as it is written. The framework's defaults stand for the members that are left out. */
export type RetrySettings = { readonly [Name in keyof RetryPolicy]?: RetryPolicy[Name] | undefined }

/** SWF's settings of one activity task. Durations are written as SWF writes them: seconds in digits, or `NONE`. */
export interface ActivitySettings {
  readonly taskPriority?: string | undefined
  readonly taskList?: string | undefined
  readonly scheduleToCloseTimeout?: string | undefined
  readonly scheduleToStartTimeout?: string | undefined
  readonly startToCloseTimeout?: string | undefined
  readonly heartbeatTimeout?: string | undefined
}

/** Which activity a job runs, and how. */
export interface JobActivity extends ActivitySettings {
  readonly className: string
  readonly method: string
  /** The version of the activity type. It is `1.0` if it is left out. */
  readonly version?: string | undefined
  readonly retry?: RetrySettings | undefined
}

/** What an execution of the default workflow has to do: which activity it runs, with which input, and who waits for the result. */
export interface JobDescription extends JobActivity {
  /** The activity's argument, which may be any plain data. */
  readonly args: unknown
  /** The result key. Nobody waits for the result unless both the key and the task list are given. */
  readonly key?: string | undefined
  /** The task list of the process that waits. */
  readonly resultTaskList?: string | undefined
}
