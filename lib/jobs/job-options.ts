import type { ResultOptions } from '../service/waiting/result-options.js'
import type { RetryOptions } from './retry-options.js'

/** How one job is run. All times are ms; those of SWF are whole seconds, multiples of 1000, and Infinity is none. */
export interface JobOptions extends ResultOptions {
  readonly workflow?: WorkflowOptions | undefined
  readonly activity?: ActivityOptions | undefined
}

/** Without a schema, which would decide what the result is. */
export interface PlainJobOptions extends JobOptions {
  readonly schema?: undefined
}

/** Of a job that `start` only starts: its result goes nowhere but into SWF's history. */
export interface UnawaitedJobOptions extends Pick<JobOptions, 'signal' | 'workflow' | 'activity'> {
  readonly result: false
}

/** SWF's own settings of the execution. */
export interface WorkflowOptions {
  /** SWF runs at most one execution of an id at a time. @default a unique one */
  readonly id?: string | undefined
  /** At most 4 of up to 256 characters; the activity's name is added as the last. */
  readonly tags?: readonly string[] | undefined
  /** Of the execution's decisions and of its activity; higher is sooner. @default the types' own, 0 */
  readonly priority?: number | undefined
  /** What becomes of child workflows. @default the type's own, 'TERMINATE' */
  readonly childPolicy?: 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON' | undefined
  /** After how long SWF ends the execution; not Infinity, since that is a year at most. @default 3600000 */
  readonly executionStartToCloseTimeoutMs?: number | undefined
  /** How long one decision may take. @default the type's own, 30000 */
  readonly taskStartToCloseTimeoutMs?: number | undefined
}

/** SWF's own settings of the activity; what is left out is the activity type's default. */
export interface ActivityOptions {
  /** @default '1.0' */
  readonly version?: string | undefined
  /** Where the activity's workers poll. @default the type's own, named like the class */
  readonly taskList?: string | undefined
  readonly timeouts?: ActivityTimeouts | undefined
  readonly retry?: RetryOptions | undefined
}

/** SWF's own of an activity task, in ms: whole seconds, or Infinity for none. */
export interface ActivityTimeouts {
  readonly scheduleToCloseMs?: number | undefined
  readonly scheduleToStartMs?: number | undefined
  readonly startToCloseMs?: number | undefined
  /** A JobWorker heartbeats at a third of the type's registered timeout, every 20 s by default: give no less than twice that. */
  readonly heartbeatMs?: number | undefined
}
