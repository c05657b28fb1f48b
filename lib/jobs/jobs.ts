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

/** Starts jobs. Names, inputs and results have the types of the activities. */
export interface Jobs<Activities extends ActivityClasses> {
  /** Starts a job and awaits its result. The `schema` checks the result, and the type of its output is the type of the result. */
  run<Name extends JobName<Activities>, Schema extends StandardSchemaV1>(
    this: void,
    name: Name,
    input: JobInput<Activities, Name>,
    options: JobOptions & SchemaOption<Schema>,
  ): Promise<StandardSchemaV1.InferOutput<Schema>>
  /**
   * Starts a job and awaits its result.
   *
   * @throws JobFailedError if the job failed, with everything that its activity threw
   * @throws WorkflowClosedError if the workflow ended before the job had a result
   * @throws JobStartError or JobAlreadyRunningError if SWF did not take the job
   * @throws ResultTimeoutError, AbortError or ResultWorkerStoppedError if the wait ended before a result came
   * @throws ResultValidationError if the `schema` refused the result
   * @throws StartError or ResultWorkerConflictError if the service could not be started, and WorkerFailedError if it can go on no longer
   * @throws TypeError for a wrong name, input or option
   */
  run<Name extends JobName<Activities>>(
    this: void,
    name: Name,
    ...args: JobArguments<JobInput<Activities, Name>>
  ): Promise<JobResult<Activities, Name>>

  /** Starts a job and resolves once SWF has taken it. The `schema` checks its `result`, which has the type of the schema's output. */
  start<Name extends JobName<Activities>, Schema extends StandardSchemaV1>(
    this: void,
    name: Name,
    input: JobInput<Activities, Name>,
    options: JobOptions & SchemaOption<Schema>,
  ): Promise<StartedJob<StandardSchemaV1.InferOutput<Schema>>>
  /**
   * Starts a job and resolves once SWF has taken it. The job has a `result`, which is a promise of its own.
   *
   * @throws the same errors as `run`, except those with which the `result` itself rejects
   */
  start<Name extends JobName<Activities>>(
    this: void,
    name: Name,
    ...args: JobArguments<JobInput<Activities, Name>>
  ): Promise<StartedJob<JobResult<Activities, Name>>>
  /**
   * Starts a job whose result nobody awaits. It is found in SWF's history only. If SWF's answer is lost, the job may in rare cases
   * run twice.
   */
  start<Name extends JobName<Activities>>(
    this: void,
    name: Name,
    input: JobInput<Activities, Name>,
    options: UnawaitedJobOptions,
  ): Promise<UnawaitedJob>
}

/**
 * Starts jobs without the types of the activities. Inputs are not checked by the compiler, and results are unknown unless a schema
 * gives them a type.
 */
export interface UntypedJobs {
  /** Starts a job and awaits its result. The `schema` checks the result, and the type of its output is the type of the result. */
  run<Schema extends StandardSchemaV1>(
    this: void,
    name: string,
    input: unknown,
    options: JobOptions & SchemaOption<Schema>,
  ): Promise<StandardSchemaV1.InferOutput<Schema>>
  /**
   * Starts a job and awaits its result.
   *
   * @param name - the class and the method of the activity, as in `Pricing.quote`
   * @throws the same errors as `Jobs.run`
   */
  run(this: void, name: string, input?: unknown, options?: PlainJobOptions): Promise<unknown>
  /** Starts a job and resolves once SWF has taken it. The `schema` checks its `result`, which has the type of the schema's output. */
  start<Schema extends StandardSchemaV1>(
    this: void,
    name: string,
    input: unknown,
    options: JobOptions & SchemaOption<Schema>,
  ): Promise<StartedJob<StandardSchemaV1.InferOutput<Schema>>>
  /**
   * Starts a job and resolves once SWF has taken it. The job has a `result`, which is a promise of its own.
   *
   * @param name - the class and the method of the activity, as in `Pricing.quote`
   * @throws the same errors as `Jobs.start`
   */
  start(this: void, name: string, input?: unknown, options?: PlainJobOptions): Promise<StartedJob>
  /**
   * Starts a job whose result nobody awaits. It is found in SWF's history only. If SWF's answer is lost, the job may in rare cases
   * run twice.
   */
  start(this: void, name: string, input: unknown, options: UnawaitedJobOptions): Promise<UnawaitedJob>
}

/**
 * Returns the functions `run` and `start`, which start jobs. Their results come to the ResultWorker of this process, or to the
 * ResultService that is given. The first job starts the service if it does not run yet.
 *
 * @param target - a ResultService, or the domain of the ResultWorker. @default the domain of the running ResultWorker, or `FlowDefault`
 * @throws TypeError for a wrong target
 */
export function jobs(target?: ResultService | { readonly domain?: string | undefined }): UntypedJobs
/**
 * Returns the functions `run` and `start` with the types of the activities. A wrong name or input does not compile, and a result has the
 * type of what the activity returns.
 *
 * @typeParam Activities - `typeof` the object that is given to `JobWorker.start({ activities })`
 * @param target - a ResultService, or the domain of the ResultWorker. @default the domain of the running ResultWorker, or `FlowDefault`
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

  /** This function is not async, since a hundred thousand calls may wait, and each would keep its arguments and local variables. */
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

/** A service is known by its methods and not by its class, since it may come from another copy of this package. */
function isService(target: unknown): target is ResultService {
  try {
    return typeof target === 'object' && target !== null && 'startJob' in target && typeof target.startJob === 'function'
  } catch {
    return false
  }
}
