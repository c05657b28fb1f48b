import type { StandardSchemaV1 } from '@standard-schema/spec'
import { Mutex } from 'async-mutex'
import { MAX_TIMER_MS, sleep, systemClock } from '../clock.js'
import { ResultWorkerNotStartedError, ResultWorkerStoppedError, WorkerFailedError } from '../errors.js'
import { DEFAULT_DOMAIN } from '../flow/names.js'
import { checkOptions, isDelayMs } from '../options.js'
import { onTermination } from '../termination.js'
import { publish } from './diagnostics.js'
import type { Health, ServiceState } from './health.js'
import { handled } from './handled.js'
import { KeepAlive } from './keep-alive.js'
import { OutstandingCalls } from './outstanding-calls.js'
import { PendingResults } from './pending-results.js'
import { PollStatistics } from './poll-statistics.js'
import { reservation, type CreatedResult, type ResultOptions, type SchemaOption } from './result-options.js'
import { Session, type SessionParts } from './session.js'
import { assertSameOptions, resolveStartOptions, type ResolvedStartOptions, type StartOptions } from './start-options.js'
import { startJob, type StartedJob, type StartJobRequest } from './start-job.js'
import type { StopReport } from './stop-report.js'

/**
 * Receives results for one domain: one worker thread, one task list, any number of promises.
 *
 *     stopped ──start──► starting ──► running ──stop──► stopping ──► stopped
 *                           │            │
 *                           └─ refused ──┴─ thread died ──► failed ──start──► starting
 *
 * Transitions run one at a time under the lock; the running session is published last and withdrawn first.
 */
export class ResultService {
  readonly #options: ResolvedStartOptions
  readonly #lock: Mutex
  readonly #parts: SessionParts = createParts()
  #state: ServiceState = 'stopped'
  #session: Session | undefined
  #starting: Promise<string> | undefined
  #stopping: Promise<StopReport> | undefined
  #abortStart: AbortController | undefined
  #unlisten = (): void => {}

  /**
   * @param lock - one for services that must not run at the same time
   * @throws TypeError naming the option that is wrong
   */
  constructor(options: StartOptions & { readonly domain?: string | undefined } = {}, lock = new Mutex()) {
    this.#lock = lock
    const { domain = DEFAULT_DOMAIN, ...rest } = options
    this.#options = resolveStartOptions(domain, rest)
  }

  get domain(): string {
    return this.#options.domain
  }

  get state(): ServiceState {
    return this.#state
  }

  /** It runs or is about to: a start was asked for, and neither failed nor was stopped since. */
  get isLive(): boolean {
    return this.#starting !== undefined
  }

  /**
   * Starts the thread, or joins the start that is under way, or answers at once if it runs.
   *
   * @returns the name of the task list that belongs to this process
   * @throws StartError saying what is wrong and what to do; a later start tries again
   * @throws ResultWorkerStoppedError if `stop` is called meanwhile
   */
  start(): Promise<string> {
    if (this.#starting === undefined) {
      const abort = new AbortController()
      const starting = this.#parts.keepAlive.during(this.#lock.runExclusive(() => this.#open(abort.signal)))
      this.#starting = handled(starting)
      this.#abortStart = abort
      this.#stopping = undefined
      starting.catch(() => {
        if (this.#starting === starting) this.#starting = undefined
      })
    }
    return this.#starting
  }

  /**
   * Ends everything: what is pending may still come for `drainMs`, what is left rejects with ResultWorkerStoppedError.
   * The second stop returns the first one's promise.
   *
   * @param options.drainMs - default: the start's own
   */
  stop(options: { readonly drainMs?: number | undefined } = {}): Promise<StopReport> {
    checkOptions('ResultWorker.stop', options, { drainMs: isDelayMs })
    this.#stopping ??= this.#parts.keepAlive.during(this.#close(options.drainMs ?? this.#options.drainMs))
    return this.#stopping
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  /**
   * Reserves a result for a workflow of your own: schedule the result activity with `key` and `taskList`.
   *
   * @throws ResultWorkerNotStartedError, ResultWorkerStoppedError, TypeError for a wrong option
   */
  createResult<Schema extends StandardSchemaV1>(
    options: ResultOptions & SchemaOption<Schema>,
  ): CreatedResult<StandardSchemaV1.InferOutput<Schema>>
  createResult(options?: ResultOptions): CreatedResult
  createResult(options: ResultOptions = {}): CreatedResult {
    const { taskList } = this.#runningSession('createResult')
    const entry = this.#parts.pending.reserve(reservation('createResult', options))
    return { key: entry.key, taskList, promise: entry.promise }
  }

  /** The promise of a pending key, the same that was handed out; undefined once it is settled or if it never was. */
  getResultFuture(key: string): Promise<unknown> | undefined {
    return this.#parts.pending.get(key)?.promise
  }

  /**
   * Starts a job whose result this service receives: what `jobs()` is made of. The first one starts the service; after a stop it
   * takes a `start`.
   *
   * @throws ResultWorkerStoppedError after a stop; else as `jobs().start`
   */
  async startJob(request: StartJobRequest, options: ResultOptions): Promise<StartedJob> {
    if (this.#stopping !== undefined)
      throw new ResultWorkerStoppedError(`start: ResultWorker is ${this.#state}, and takes no jobs until it is started again`)
    return startJob(() => this.#startedSession(), this.#parts.pending, request, options)
  }

  health(): Health {
    const { settled, late, lastPollAt, lastError } = this.#parts.statistics
    return {
      ok: this.#state === 'running' && lastError === undefined,
      state: this.#state,
      domain: this.#options.domain,
      region: this.#session?.region,
      taskList: this.#session?.taskList,
      pending: this.#parts.pending.size,
      settled,
      late,
      restarts: 0,
      lastPollAt,
      lastError,
    }
  }

  /**
   * Tests that a later start asks for nothing else than what runs.
   *
   * @throws ResultWorkerConflictError naming the domain or option that differs; TypeError for a wrong option
   */
  assertSame(domain: string | undefined, options: StartOptions): void {
    assertSameOptions(this.#options, domain, options)
  }

  async #open(signal: AbortSignal): Promise<string> {
    if (this.#session !== undefined) return this.#session.taskList
    signal.throwIfAborted()
    this.#setState('starting')
    try {
      const session = await Session.open(this.#options, this.#parts, signal)
      void session.died().then((cause) => this.#fail(session, cause))
      if (this.#options.signals) this.#unlisten = onTermination(() => this.stop())
      this.#session = session
      this.#setState('running')
      return session.taskList
    } catch (cause) {
      this.#setState(signal.aborted ? 'stopped' : 'failed', cause)
      throw cause
    }
  }

  async #close(drainMs: number): Promise<StopReport> {
    this.#abortStart?.abort(new ResultWorkerStoppedError('ResultWorker was stopped while it was starting'))
    this.#starting = undefined
    if (this.#state === 'running') this.#setState('stopping')
    return this.#lock.runExclusive(async () => {
      const session = this.#session
      if (session !== undefined) {
        await this.#drain(session, drainMs)
        await session.close()
      }
      const abandoned = this.#abandon(
        (key) => new ResultWorkerStoppedError(`ResultWorker was stopped before the result for "${key}" came`),
      )
      this.#session = undefined
      this.#unlisten()
      if (this.#state !== 'stopped') this.#setState('stopped')
      return { abandoned }
    })
  }

  async #drain(session: Session, drainMs: number): Promise<void> {
    if (drainMs === 0) return
    const over = new AbortController()
    await Promise.race([
      this.#parts.pending.whenEmpty(),
      session.died(),
      sleep(Math.min(drainMs, MAX_TIMER_MS), this.#parts.clock, over.signal),
    ])
    over.abort()
  }

  /** The thread is gone without having been asked to. During a stop that is no failure. */
  #fail(session: Session, cause: Error): void {
    if (this.#session !== session || this.#state !== 'running') return
    const failure = new WorkerFailedError(`ResultWorker failed: ${cause.message}`, { cause })
    this.#session = undefined
    this.#starting = undefined
    this.#unlisten()
    this.#setState('failed', failure)
    this.#abandon(() => failure)
  }

  #abandon(reason: (what: string) => Error): StopReport['abandoned'] {
    const left = this.#parts.pending.rejectAll((entry) => reason(`the result for "${entry.key}" came`))
    this.#parts.calls.rejectAll(reason('SWF answered'))
    return left.map((entry) => entry.abandoned)
  }

  async #startedSession(): Promise<Session> {
    await this.start()
    return this.#runningSession('start')
  }

  #runningSession(what: string): Session {
    if (this.#session !== undefined && this.#state === 'running') return this.#session
    if (this.#state === 'stopping') throw new ResultWorkerStoppedError(`${what}: ResultWorker is stopping and takes nothing new`)
    throw new ResultWorkerNotStartedError(`${what}: ResultWorker is ${this.#state}; await ResultWorker.start() first`)
  }

  #setState(to: ServiceState, cause?: unknown): void {
    const from = this.#state
    this.#state = to
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined
    if (to !== 'stopped') this.#parts.statistics.lastError = reason
    publish('swf-result-worker.state', () => ({ from, to, cause: reason }))
  }
}

function createParts(): SessionParts {
  const clock = systemClock
  const keepAlive = new KeepAlive()
  const pending = new PendingResults(clock, { reserved: () => keepAlive.hold(), settled: () => keepAlive.release() })
  return { clock, keepAlive, pending, calls: new OutstandingCalls(keepAlive), statistics: new PollStatistics() }
}
