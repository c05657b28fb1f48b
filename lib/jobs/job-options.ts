import type { ResultOptions } from '../service/waiting/result-options.js'
import type { RetryOptions } from './retry-options.js'

/**
 * How one job is run. All times are in ms. SWF's own times must be whole seconds, which are multiples of 1000, and Infinity means
 * no limit.
 */
export interface JobOptions extends ResultOptions {
  /** SWF's settings of the job's workflow execution. */
  readonly workflow?: WorkflowOptions | undefined
  /** SWF's settings of the job's activity. */
  readonly activity?: ActivityOptions | undefined
}

/** The options of a job without a `schema`. The type of the result is then that of the activity. */
export interface PlainJobOptions extends JobOptions {
  readonly schema?: undefined
}

/** The options of a job whose result nobody awaits. The result is then found in SWF's history only. */
export interface UnawaitedJobOptions extends Pick<JobOptions, 'signal' | 'workflow' | 'activity'> {
  /** With `false`, `start` only starts the job. */
  readonly result: false
}

/** SWF's settings of the job's workflow execution. */
export interface WorkflowOptions {
  /** The id of the execution. SWF runs at most one execution of an id at a time. @default a unique id */
  readonly id?: string | undefined
  /** At most 4 tags of up to 256 characters each. The name of the activity is added as the last tag. */
  readonly tags?: readonly string[] | undefined
  /**
   * The priority of the execution's decisions and its activity. Tasks with a higher number come sooner.
   * @default the priority of the types, which is 0 by default
   */
  readonly priority?: number | undefined
  /** What happens to child workflows when the execution is terminated or times out. @default the policy of the type, 'TERMINATE' */
  readonly childPolicy?: 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON' | undefined
  /** After how many ms SWF ends the execution. Infinity is not allowed, since SWF ends every execution within a year. @default 3600000 */
  readonly executionStartToCloseTimeoutMs?: number | undefined
  /** How many ms one decision may take. @default the timeout of the type, 30000 */
  readonly taskStartToCloseTimeoutMs?: number | undefined
}

/** SWF's settings of the job's activity. The defaults of the activity type stand for what is left out. */
export interface ActivityOptions {
  /** The version of the activity type. @default '1.0' */
  readonly version?: string | undefined
  /** The task list on which the activity's workers poll. @default the task list of the type, which is named like the class */
  readonly taskList?: string | undefined
  /** How long the activity may take. */
  readonly timeouts?: ActivityTimeouts | undefined
  /** When the activity is run again after a failure. */
  readonly retry?: RetryOptions | undefined
}

/** SWF's timeouts of an activity task, in ms. They must be whole seconds, and Infinity means no timeout. */
export interface ActivityTimeouts {
  /** How long the whole task may take, from its scheduling to its end. */
  readonly scheduleToCloseMs?: number | undefined
  /** How long the task may wait for a worker. */
  readonly scheduleToStartMs?: number | undefined
  /** How long a worker may have the task. */
  readonly startToCloseMs?: number | undefined
  /**
   * How long a worker may be silent. A JobWorker heartbeats at a third of the timeout with which the type is registered, which is
   * every 20 s by default. Give at least twice that.
   */
  readonly heartbeatMs?: number | undefined
}
