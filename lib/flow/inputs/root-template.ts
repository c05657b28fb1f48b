import type { ActivitySettings, JobDescription } from '../../protocol/job-description.js'
import { DEFAULT_ACTIVITY_VERSION, RESULT_ACTIVITY } from '../names.js'
import { retryMembers, type RetryMembers } from './retry-policy.js'

/** Ruby's module of the framework's templates. */
export const TEMPLATES = 'AWS::Flow::Templates'

/** A job as the framework's templates describe it, with their own names. The input of an execution holds this in every format. */
export interface RootTemplate {
  readonly step: StepTemplate
  readonly result_step: ResultStepTemplate | null
}

export interface StepTemplate {
  readonly name: string
  readonly options: StepOptions
}

export interface ResultStepTemplate extends StepTemplate {
  readonly key: string
}

/** The options of a step. Seconds and priorities are numbers, as Ruby's callers give them. */
export interface StepOptions {
  readonly version: string
  readonly prefix_name: string
  readonly exponential_retry: RetryMembers
  readonly [option: string]: unknown
}

/** The name of each option in a template. */
export const OPTION_NAMES: ReadonlyArray<readonly [keyof ActivitySettings, string]> = [
  ['taskPriority', 'task_priority'],
  ['taskList', 'task_list'],
  ['scheduleToCloseTimeout', 'schedule_to_close_timeout'],
  ['scheduleToStartTimeout', 'schedule_to_start_timeout'],
  ['startToCloseTimeout', 'start_to_close_timeout'],
  ['heartbeatTimeout', 'heartbeat_timeout'],
]

/** Describes a job as the framework's templates do. */
export function rootTemplate(start: JobDescription): RootTemplate {
  const { className, method, version = DEFAULT_ACTIVITY_VERSION, retry, key, resultTaskList } = start
  return {
    step: {
      name: method,
      options: { version, prefix_name: className, exponential_retry: retryMembers(retry), ...optionMembers(start) },
    },
    result_step: key === undefined || resultTaskList === undefined ? null : resultStepTemplate(key, resultTaskList),
  }
}

function resultStepTemplate(key: string, taskList: string): ResultStepTemplate {
  const { method, version, className, timeout } = RESULT_ACTIVITY
  return {
    key,
    name: method,
    options: {
      version,
      prefix_name: className,
      exponential_retry: retryMembers(),
      task_list: taskList,
      schedule_to_start_timeout: timeout,
      start_to_close_timeout: timeout,
    },
  }
}

function optionMembers(options: ActivitySettings): Record<string, string | number> {
  const members: Record<string, string | number> = {}
  for (const [option, name] of OPTION_NAMES) {
    const value = options[option]
    if (value === undefined) continue
    members[name] = option !== 'taskList' && /^(?:0|-?[1-9]\d*)$/.test(value) ? Number(value) : value
  }
  return members
}
