import type { StandardSchemaV1 } from '@standard-schema/spec'
import { checkOptions, isSwfName, optionOf } from '../base/options.js'
import { show } from '../base/message-texts.js'
import { jobService } from '../result-worker.js'
import { markHandled } from '../base/promises.js'
import type { ResultService } from '../service/result-service.js'
import type { SchemaOption } from '../service/waiting/result-options.js'
import type { StartedJob, UnawaitedJob } from '../service/calls/started-job.js'
import type { JobOptions, PlainJobOptions, UnawaitedJobOptions } from './job-options.js'
import { resolveJob, resolveUnawaitedJob } from './resolve-job.js'
import type { ActivityClasses, JobArguments, JobInput, JobName, JobResult } from './job-types.js'

/** Starts jobs by calls that are typed from the activities' own types. */
export interface Jobs<Activities extends ActivityClasses> {
  /** Starts a job and awaits its result; the `schema` checks it and gives it its type. */
  run<Name extends JobName<Activities>, Schema extends StandardSchemaV1>(
    this: void,
    name: Name,
    input: JobInput<Activities, Name>,
    options: JobOptions & SchemaOption<Schema>,
  ): Promise<StandardSchemaV1.InferOutput<Schema>>
  /**
   * Starts a job and awaits its result.
   *
   * @throws JobFailedError what the activity threw; WorkflowClosedError if the workflow ended before that; JobStartError,
   * JobAlreadyRunningError if SWF did not take it; ResultTimeoutError, ResultWorkerStoppedError, ResultValidationError, AbortError,
   * WorkerFailedError when the wait ends otherwise; StartError, ResultWorkerConflictError if the service could not start; TypeError
   * for a wrong name, input or option
   */
  run<Name extends JobName<Activities>>(
    this: void,
    name: Name,
    ...args: JobArguments<JobInput<Activities, Name>>
  ): Promise<JobResult<Activities, Name>>

  /** Starts a job and resolves once SWF has taken it; the `schema` checks its `result` and gives it its type. */
  start<Name extends JobName<Activities>, Schema extends StandardSchemaV1>(
    this: void,
    name: Name,
    input: JobInput<Activities, Name>,
    options: JobOptions & SchemaOption<Schema>,
  ): Promise<StartedJob<StandardSchemaV1.InferOutput<Schema>>>
  /**
   * Starts a job and resolves once SWF has taken it; its `result` is a promise of its own.
   *
   * @throws as `run`, but for what is the result's own
   */
  start<Name extends JobName<Activities>>(
    this: void,
    name: Name,
    ...args: JobArguments<JobInput<Activities, Name>>
  ): Promise<StartedJob<JobResult<Activities, Name>>>
  /** Starts a job whose result goes nowhere but into SWF's history. If SWF's answer is lost it may, rarely, run twice. */
  start<Name extends JobName<Activities>>(
    this: void,
    name: Name,
    input: JobInput<Activities, Name>,
    options: UnawaitedJobOptions,
  ): Promise<UnawaitedJob>
}

/** Without types of activities: any name, unknown input, and a result that is unknown unless a schema says what it is. */
export interface UntypedJobs {
  /** Starts a job and awaits its result; the `schema` checks it and gives it its type. */
  run<Schema extends StandardSchemaV1>(
    this: void,
    name: string,
    input: unknown,
    options: JobOptions & SchemaOption<Schema>,
  ): Promise<StandardSchemaV1.InferOutput<Schema>>
  /**
   * Starts a job and awaits its result.
   *
   * @param name - `Class.method`
   * @throws as `Jobs.run`
   */
  run(this: void, name: string, input?: unknown, options?: PlainJobOptions): Promise<unknown>
  /** Starts a job and resolves once SWF has taken it; the `schema` checks its `result` and gives it its type. */
  start<Schema extends StandardSchemaV1>(
    this: void,
    name: string,
    input: unknown,
    options: JobOptions & SchemaOption<Schema>,
  ): Promise<StartedJob<StandardSchemaV1.InferOutput<Schema>>>
  /**
   * Starts a job and resolves once SWF has taken it; its `result` is a promise of its own.
   *
   * @param name - `Class.method`
   * @throws as `Jobs.start`
   */
  start(this: void, name: string, input?: unknown, options?: PlainJobOptions): Promise<StartedJob>
  /** Starts a job whose result goes nowhere but into SWF's history. If SWF's answer is lost it may, rarely, run twice. */
  start(this: void, name: string, input: unknown, options: UnawaitedJobOptions): Promise<UnawaitedJob>
}

/**
 * Jobs of the running ResultWorker, started in `FlowDefault` (or the domain given) if none runs; or of a ResultService.
 *
 * @throws TypeError for a wrong target
 */
export function jobs(target?: ResultService | { readonly domain?: string | undefined }): UntypedJobs
/**
 * The same jobs, typed from the activities: a wrong name or input does not compile, and a result has its type.
 *
 * @typeParam Activities - `typeof` the object given to `JobWorker.start({ activities })`
 * @throws TypeError for a wrong target
 */
export function jobs<Activities extends ActivityClasses>(
  target?: ResultService | { readonly domain?: string | undefined },
): Jobs<Activities>
export function jobs(target: ResultService | { readonly domain?: string | undefined } = {}): UntypedJobs {
  const service = serviceOf(target)

  async function startJob(name: string, input?: unknown, options: JobOptions = {}): Promise<StartedJob> {
    checkName(name)
    return service().startJob(resolveJob(name, input, options))
  }

  async function startUnawaited(name: string, input: unknown, options: UnawaitedJobOptions): Promise<UnawaitedJob> {
    checkName(name)
    return service().startUnawaitedJob(resolveUnawaitedJob(name, input, options))
  }

  /** Not async, since a hundred thousand may wait: each would keep its arguments, and what it goes on with. */
  function runJob(name: string, input?: unknown, options: JobOptions = {}): Promise<unknown> {
    try {
      checkName(name)
      return service()
        .startJob(resolveJob(name, input, options))
        .then(resultOf)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  function start(name: string, input: unknown, options: UnawaitedJobOptions): Promise<UnawaitedJob>
  function start(name: string, input?: unknown, options?: JobOptions): Promise<StartedJob>
  function start(name: string, input?: unknown, options?: JobOptions | UnawaitedJobOptions): Promise<StartedJob | UnawaitedJob> {
    return markHandled(startEither(name, input, options))
  }

  async function startEither(
    name: string,
    input: unknown,
    options: JobOptions | UnawaitedJobOptions | undefined,
  ): Promise<StartedJob | UnawaitedJob> {
    return isUnawaited(options) ? startUnawaited(name, input, options) : startJob(name, input, options)
  }

  return {
    run: (name: string, input?: unknown, options?: JobOptions) => markHandled(runJob(name, input, options)),
    start,
  }
}

function isUnawaited(options: JobOptions | UnawaitedJobOptions | undefined): options is UnawaitedJobOptions {
  return typeof options === 'object' && options !== null && optionOf('a job', options, 'result') !== undefined
}

function resultOf({ result }: StartedJob): Promise<unknown> {
  return result
}

function checkName(name: unknown): void {
  if (typeof name !== 'string') throw new TypeError(`a job is named "Class.method", like "Pricing.quote"; got ${show(name)}`)
}

function serviceOf(target: ResultService | { readonly domain?: string | undefined }): () => ResultService {
  if (isService(target)) return () => target
  checkOptions('jobs', target, { domain: isSwfName })
  const { domain } = target
  return () => jobService(domain)
}

/** By what it does: it may come from another copy of this package. */
function isService(target: unknown): target is ResultService {
  try {
    return typeof target === 'object' && target !== null && 'startJob' in target && typeof target.startJob === 'function'
  } catch {
    return false
  }
}
