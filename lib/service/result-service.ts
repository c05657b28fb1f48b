import type { StandardSchemaV1 } from '@standard-schema/spec'
import { Mutex } from 'async-mutex'
import { systemClock, type Clock } from '../base/clock.js'
import { DEFAULT_DOMAIN } from '../flow/names.js'
import { assertPlainObject, checkOptions, checkStopOptions, type StopOptions } from '../base/options.js'
import { markHandled } from '../base/promises.js'
import type { Health, ServiceState } from './reporting/health.js'
import { Lifecycle } from './lifecycle.js'
import {
  DEFAULT_EXECUTION_MS,
  RESULT_CHECKS,
  resolveWait,
  type CreatedResult,
  type ResultOptions,
  type SchemaOption,
} from './waiting/result-options.js'
import { createServiceParts, type ServiceParts } from './supervision/service-parts.js'
import {
  assertSameOptions,
  resolveStartOptions,
  type ResolvedStartOptions,
  type StartOptions,
} from './supervision/start-options.js'
import { JobStarter, type StartJobRequest, type StartUnawaitedJobRequest } from './calls/job-starter.js'
import type { StartedJob, UnawaitedJob } from './calls/started-job.js'
import type { StopReport } from './reporting/stop-report.js'

/** How a ResultService is made. */
export interface ServiceOptions extends StartOptions {
  /** The SWF domain in which the service works. @default 'FlowDefault' */
  readonly domain?: string | undefined
}

/**
 * Receives results in one domain, with one worker thread and one task list, for any number of promises.
 *
 * The constructor only checks the options, so that `jobs(service)` can be made before anything runs. `start()` then begins to poll, and
 * the first job does so by itself.
 */
export class ResultService {
  readonly #options: ResolvedStartOptions
  readonly #parts: ServiceParts
  readonly #lifecycle: Lifecycle
  readonly #starter: JobStarter

  /** @throws TypeError naming the option that is wrong */
  constructor(options?: ServiceOptions)
  /**
   * @internal
   * @param lock - services that share a lock never start or stop at the same time
   * @param clock - the clock of the deadlines
   * @param threadClock - the clock of the supervision; the thread itself always goes by the real time
   */
  constructor(options: ServiceOptions, lock?: Mutex, clock?: Clock, threadClock?: Clock)
  constructor(options: ServiceOptions = {}, lock = new Mutex(), clock = systemClock, threadClock = systemClock) {
    assertPlainObject('ResultService', options)
    const { domain = DEFAULT_DOMAIN, ...rest } = options
    this.#options = resolveStartOptions(domain, rest)
    this.#parts = createServiceParts(clock, threadClock, () => this.#lifecycle.supervisor)
    this.#lifecycle = new Lifecycle(this.#options, this.#parts, lock)
    this.#starter = new JobStarter(this.#parts.pending, this.#parts.calls)
  }

  /** The SWF domain in which the service works. */
  get domain(): string {
    return this.#options.domain
  }

  /** @internal */
  get state(): ServiceState {
    return this.#lifecycle.state
  }

  /** @internal */
  get isLive(): boolean {
    return this.#lifecycle.isLive
  }

  /** @internal */
  get isStopping(): boolean {
    return this.#lifecycle.isStopping
  }

  /**
   * Starts the service and resolves once it polls. A start that is under way is joined, and a service that runs is not started again.
   *
   * @returns the name of the task list that belongs to this process
   * @throws StartError saying what is wrong and what to do; a later start may try again
   * @throws ResultWorkerStoppedError if `stop` is called before the start is done
   */
  start(): Promise<string> {
    return this.#lifecycle.start()
  }

  /**
   * Stops the service. Results that are pending can still come for `drainMs`. Those that have not come by then reject with
   * ResultWorkerStoppedError. A second stop returns the promise of the first, and can shorten its drain.
   *
   * @param options.drainMs - how long to drain at most, in ms. Without it the start's own value counts, and a stop under way is joined
   * @returns a report of what settled meanwhile and what had to be abandoned
   * @throws TypeError naming a wrong option; the promise rejects with it
   */
  stop(options: StopOptions = {}): Promise<StopReport> {
    try {
      checkStopOptions('ResultWorker.stop', options)
    } catch (error) {
      return markHandled(Promise.reject(error))
    }
    return this.#lifecycle.stop(options.drainMs)
  }

  /** Stops the service, as `stop()` does. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  /** Reserves a result whose value the `schema` checks. The promise has the type of the schema's output. */
  createResult<Schema extends StandardSchemaV1>(
    options: ResultOptions & SchemaOption<Schema>,
  ): CreatedResult<StandardSchemaV1.InferOutput<Schema>>
  /**
   * Reserves a result for a workflow of your own. The workflow has to schedule the result activity with this `key` on this `taskList`.
   *
   * @throws ResultWorkerNotStartedError if the service does not run
   * @throws ResultWorkerStoppedError while the service stops
   * @throws TypeError naming a wrong option
   */
  createResult(options?: ResultOptions): CreatedResult
  createResult(options: ResultOptions = {}): CreatedResult {
    const { taskList } = this.#lifecycle.runningSupervisor('createResult')
    checkOptions('createResult', options, RESULT_CHECKS)
    const { key, promise } = this.#parts.pending.reserve(resolveWait(options, DEFAULT_EXECUTION_MS))
    return { key, taskList, promise }
  }

  /** Returns the promise that was handed out for a key while its result is pending, and undefined before and after. */
  getResultFuture(key: string): Promise<unknown> | undefined {
    return this.#parts.pending.get(key)?.promise
  }

  /**
   * Starts a job whose result this service receives, and starts the service if it was never started. `jobs()` calls this.
   *
   * @internal
   * @throws the same errors as `jobs().start`
   */
  startJob(request: StartJobRequest): Promise<StartedJob> {
    return this.#starter.start(() => this.#lifecycle.startedSupervisor('start'), request)
  }

  /**
   * Starts a job whose result nobody awaits. `jobs()` calls this.
   *
   * @internal
   * @throws the same errors as `jobs().start`
   */
  startUnawaitedJob(request: StartUnawaitedJobRequest): Promise<UnawaitedJob> {
    return this.#starter.startUnawaited(() => this.#lifecycle.startedSupervisor('start'), request)
  }

  /** The state of the service, for readiness and liveness checks. It sends no request to SWF. */
  health(): Health {
    const { settled, late, reconciled, unanswered, restarts, lastPollAt, lastError } = this.#parts.statistics
    const { state, supervisor } = this.#lifecycle
    return {
      ok: state === 'running' && lastError === undefined,
      state,
      domain: this.#options.domain,
      region: supervisor?.region,
      taskList: supervisor?.taskList,
      pending: this.#parts.pending.size,
      settled,
      late,
      reconciled,
      unanswered,
      restarts,
      lastPollAt,
      lastError,
    }
  }

  /**
   * Checks that a later start asks for the domain and the options that already run.
   *
   * @internal
   * @throws ResultWorkerConflictError naming the domain or option that differs
   * @throws TypeError naming a wrong option
   */
  assertSame(domain: string | undefined, options: StartOptions): void {
    assertSameOptions(this.#options, domain, options)
  }
}
