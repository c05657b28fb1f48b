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
import { startJob, type StartedJob, type StartJobRequest } from './calls/start-job.js'
import { UnawaitedStarts, type StartUnawaitedJobRequest, type UnawaitedJob } from './calls/start-unawaited-job.js'
import type { StopReport } from './reporting/stop-report.js'

/** What a ResultService is made from. */
export interface ServiceOptions extends StartOptions {
  /** @default 'FlowDefault' */
  readonly domain?: string | undefined
}

/** Receives results for one domain: one worker thread, one task list, any number of promises. */
export class ResultService {
  readonly #options: ResolvedStartOptions
  readonly #parts: ServiceParts
  readonly #lifecycle: Lifecycle
  readonly #unawaited: UnawaitedStarts

  /** @throws TypeError naming the option that is wrong */
  constructor(options?: ServiceOptions)
  /**
   * @internal
   * @param lock - one for services that must not run at the same time
   * @param clock - what its waits go by
   * @param threadClock - what the supervision of its thread goes by; the thread itself goes by the real time
   */
  constructor(options: ServiceOptions, lock?: Mutex, clock?: Clock, threadClock?: Clock)
  constructor(options: ServiceOptions = {}, lock = new Mutex(), clock = systemClock, threadClock = systemClock) {
    assertPlainObject('ResultService', options)
    const { domain = DEFAULT_DOMAIN, ...rest } = options
    this.#options = resolveStartOptions(domain, rest)
    this.#parts = createServiceParts(clock, threadClock, () => this.#lifecycle.supervisor)
    this.#lifecycle = new Lifecycle(this.#options, this.#parts, lock)
    this.#unawaited = new UnawaitedStarts(this.#parts.calls)
  }

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
   * Starts the thread, or joins the start that is under way, or answers at once if it runs.
   *
   * @returns the name of the task list that belongs to this process
   * @throws StartError saying what is wrong and what to do; a later start tries again
   * @throws ResultWorkerStoppedError if `stop` is called meanwhile
   */
  start(): Promise<string> {
    return this.#lifecycle.start()
  }

  /**
   * Ends everything: what is pending may still come for `drainMs`, what is left rejects with ResultWorkerStoppedError.
   * The second stop returns the first one's promise; with a shorter drain it shortens the first one's.
   *
   * @param options.drainMs - default: the start's own, or what is left of a stop that is under way
   * @throws TypeError naming a wrong option
   */
  stop(options: StopOptions = {}): Promise<StopReport> {
    try {
      checkStopOptions('ResultWorker.stop', options)
    } catch (error) {
      return markHandled(Promise.reject(error))
    }
    return this.#lifecycle.stop(options.drainMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  /** Reserves a result; the `schema` checks what comes and gives it its type. */
  createResult<Schema extends StandardSchemaV1>(
    options: ResultOptions & SchemaOption<Schema>,
  ): CreatedResult<StandardSchemaV1.InferOutput<Schema>>
  /**
   * Reserves a result for a workflow of your own: schedule the result activity with `key` and `taskList`.
   *
   * @throws ResultWorkerNotStartedError, ResultWorkerStoppedError, TypeError for a wrong option
   */
  createResult(options?: ResultOptions): CreatedResult
  createResult(options: ResultOptions = {}): CreatedResult {
    const { taskList } = this.#lifecycle.runningSupervisor('createResult')
    checkOptions('createResult', options, RESULT_CHECKS)
    const { key, promise } = this.#parts.pending.reserve(resolveWait(options, DEFAULT_EXECUTION_MS))
    return { key, taskList, promise }
  }

  /** The promise of a key, the same that was handed out, until its result comes; else undefined. */
  getResultFuture(key: string): Promise<unknown> | undefined {
    return this.#parts.pending.get(key)?.promise
  }

  /**
   * Starts a job whose result this service receives: what `jobs()` is made of. The first one starts the service.
   *
   * @internal
   * @throws as `jobs().start`
   */
  startJob(request: StartJobRequest): Promise<StartedJob> {
    return startJob(() => this.#lifecycle.startedSupervisor('start'), this.#parts, request)
  }

  /**
   * Starts a job whose result nobody awaits.
   *
   * @internal
   * @throws as `jobs().start`
   */
  startUnawaitedJob(request: StartUnawaitedJobRequest): Promise<UnawaitedJob> {
    return this.#unawaited.start(() => this.#lifecycle.startedSupervisor('start'), request)
  }

  /** For readiness and liveness checks; it asks nothing of SWF. */
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
   * Tests that a later start asks for nothing else than what runs.
   *
   * @internal
   * @throws ResultWorkerConflictError naming the domain or option that differs; TypeError for a wrong option
   */
  assertSame(domain: string | undefined, options: StartOptions): void {
    assertSameOptions(this.#options, domain, options)
  }
}
