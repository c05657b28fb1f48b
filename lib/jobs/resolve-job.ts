import { DEFAULT_ACTIVITY_VERSION } from '../flow/names.js'
import { LIMITS } from '../base/limits.js'
import {
  checkOptions,
  isPriority,
  isSignal,
  isSwfName,
  isSwfVersion,
  isWholeSecondsMs,
  oneOf,
  swfDuration,
  type Checks,
} from '../base/options.js'
import { randomId } from '../base/identity.js'
import { show } from '../base/message-texts.js'
import { DEFAULT_EXECUTION_MS, RESULT_CHECKS, resolveWait } from '../service/waiting/result-options.js'
import type { StartJobRequest, StartUnawaitedJobRequest } from '../service/calls/job-starter.js'
import type { StartSettings } from '../protocol/messages.js'
import type { JobOptions, UnawaitedJobOptions } from './job-options.js'
import { RETRY_CHECKS, retrySettings } from './retry-options.js'

/** One of SWF's five tags is taken by the activity's name. */
const MAX_TAGS = LIMITS.tags - 1

const START_CHECKS: Checks = {
  workflow: {
    id: isSwfName,
    tags: { expected: `an array of at most ${MAX_TAGS} strings of 1 to 256 characters`, accepts: isTags },
    priority: isPriority,
    childPolicy: oneOf('TERMINATE', 'REQUEST_CANCEL', 'ABANDON'),
    executionStartToCloseTimeoutMs: {
      expected: 'a whole number of seconds in ms (a multiple of 1000, from 1000); SWF ends every execution within a year',
      accepts: (value) => isWholeSecondsMs.accepts(value) && value !== Infinity && value !== 0,
    },
    taskStartToCloseTimeoutMs: isWholeSecondsMs,
  },
  activity: {
    version: isSwfVersion,
    taskList: isSwfName,
    timeouts: {
      scheduleToCloseMs: isWholeSecondsMs,
      scheduleToStartMs: isWholeSecondsMs,
      startToCloseMs: isWholeSecondsMs,
      heartbeatMs: isWholeSecondsMs,
    },
    retry: RETRY_CHECKS,
  },
}
const CHECKS: Checks = { ...RESULT_CHECKS, ...START_CHECKS }
const UNAWAITED_CHECKS: Checks = {
  ...START_CHECKS,
  signal: isSignal,
  result: { expected: 'false, for a job whose result nobody awaits, or left out', accepts: (value) => value === false },
}

/**
 * Checks a job's options and turns them into what SWF is asked. This is the only place that does so.
 *
 * @param name - `Class.method`
 * @throws TypeError naming what is wrong
 */
export function resolveJob(name: string, input: unknown, options: JobOptions): StartJobRequest {
  checkOptions(`the job ${shortOf(name)}`, options, CHECKS)
  return { ...startSettings(name, input, options), wait: resolveWait(options, executionMsOf(options)) }
}

/**
 * Does the same as `resolveJob` for a job whose result nobody awaits.
 *
 * @throws TypeError naming what is wrong
 */
export function resolveUnawaitedJob(name: string, input: unknown, options: UnawaitedJobOptions): StartUnawaitedJobRequest {
  checkOptions(`the job ${shortOf(name)}, whose result nobody awaits`, options, UNAWAITED_CHECKS)
  return { ...startSettings(name, input, options), signal: options.signal }
}

type SwfOptions = Pick<JobOptions, 'workflow' | 'activity'>

function executionMsOf({ workflow }: SwfOptions): number {
  return workflow?.executionStartToCloseTimeoutMs ?? DEFAULT_EXECUTION_MS
}

function startSettings(name: string, input: unknown, options: SwfOptions): StartSettings {
  const { workflow = {}, activity = {} } = options
  const { timeouts = {} } = activity
  const { className, method } = splitName(name)
  const taskPriority = workflow.priority === undefined ? undefined : String(workflow.priority)
  return {
    workflowId: workflow.id ?? randomId(),
    execution: {
      executionStartToCloseTimeout: swfDuration(executionMsOf(options)),
      taskStartToCloseTimeout: durationOf(workflow.taskStartToCloseTimeoutMs),
      childPolicy: workflow.childPolicy,
      taskPriority,
      tagList: [...(workflow.tags ?? []), name],
    },
    activity: {
      className,
      method,
      version: activity.version ?? DEFAULT_ACTIVITY_VERSION,
      taskPriority,
      taskList: activity.taskList,
      scheduleToCloseTimeout: durationOf(timeouts.scheduleToCloseMs),
      scheduleToStartTimeout: durationOf(timeouts.scheduleToStartMs),
      startToCloseTimeout: durationOf(timeouts.startToCloseMs),
      heartbeatTimeout: durationOf(timeouts.heartbeatMs),
      retry: activity.retry && retrySettings(activity.retry),
    },
    input,
  }
}

function durationOf(durationMs: number | undefined): string | undefined {
  return durationMs === undefined ? undefined : swfDuration(durationMs)
}

/** Cuts a name that is too long for the messages about options. The name itself is refused after the options. */
function shortOf(name: string): string {
  return name.slice(0, LIMITS.name)
}

/** Splits a name at its last point, since a class may have points in its name and a method has none. */
function splitName(name: string): { readonly className: string; readonly method: string } {
  const point = name.lastIndexOf('.')
  if (point < 1 || point === name.length - 1 || !isSwfName.accepts(name)) {
    throw new TypeError(`a job is named "Class.method", like "Pricing.quote", in characters that SWF takes; got ${show(name)}`)
  }
  return { className: name.slice(0, point), method: name.slice(point + 1) }
}

function isTags(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= MAX_TAGS &&
    value.every((tag) => typeof tag === 'string' && tag.length >= 1 && tag.length <= LIMITS.name)
  )
}
