import type { Mutex } from 'async-mutex'
import { Drain } from '../base/drain.js'
import { ResultWorkerNotStartedError, ResultWorkerStoppedError, WorkerFailedError } from '../errors/index.js'
import { oneLine } from '../base/message-texts.js'
import { onTermination } from '../base/termination.js'
import { publish } from './reporting/diagnostics.js'
import { markHandled } from '../base/promises.js'
import type { ServiceState } from './reporting/health.js'
import { outsideAnyStore } from '../base/outside-any-store.js'
import type { PendingResult } from './waiting/pending-result.js'
import { Supervisor } from './supervision/supervisor.js'
import type { ServiceParts } from './supervision/service-parts.js'
import type { ResolvedStartOptions } from './supervision/start-options.js'
import type { StopReport } from './reporting/stop-report.js'

/**
 * The life of a service, from start to stop, and again:
 *
 *     stopped ──start──► starting ──► running ──thread died──► restarting ──► running
 *                           │            ├────────────────────────┴──stop──► stopping ──► stopped
 *                           │            │
 *                           └─ refused ──┴─ refused for good ──► failed ──start──► starting
 *
 * A thread that dies during a stop is replaced as well, as long as the drain lasts. Starts and stops run one at a time, under the
 * lock. The running supervisor is published last and withdrawn first.
 */
export class Lifecycle {
  readonly #options: ResolvedStartOptions
  readonly #parts: ServiceParts
  readonly #lock: Mutex
  #state: ServiceState = 'stopped'
  #supervisor: Supervisor | undefined
  #starting: Promise<string> | undefined
  #stopping: Promise<StopReport> | undefined
  /** The drains of the stops that are under way: of the last one, and of those after which a start waits. */
  readonly #drains = new Set<Drain>()
  #abortStart: AbortController | undefined
  #unlisten = (): void => {}

  constructor(options: ResolvedStartOptions, parts: ServiceParts, lock: Mutex) {
    this.#options = options
    this.#parts = parts
    this.#lock = lock
  }

  get state(): ServiceState {
    return this.#state
  }

  get supervisor(): Supervisor | undefined {
    return this.#supervisor
  }

  /** Whether the service runs or is about to: a start was asked for, and has neither failed nor been stopped since. */
  get isLive(): boolean {
    return this.#starting !== undefined
  }

  /** Whether a stop is still under way. */
  get isStopping(): boolean {
    return this.#drains.size > 0
  }

  /** Starts the service. Several starts before a stop are one, and get the same promise. */
  start(): Promise<string> {
    if (this.#starting === undefined) {
      const abort = new AbortController()
      const open = (): Promise<string> => this.#lock.runExclusive(() => this.#open(abort))
      this.#starting = markHandled(this.#parts.keepAlive.during(outsideAnyStore(open)))
      this.#abortStart = abort
      this.#stopping = undefined
    }
    return this.#starting
  }

  /**
   * Stops the service. Several stops before a start are one, and get the same promise. A later stop can shorten the drain.
   *
   * @param drainMs - how long to drain at most. Without it the start's own `drainMs` counts, and a drain under way stays as it is
   */
  stop(drainMs?: number): Promise<StopReport> {
    if (drainMs !== undefined) for (const underWay of this.#drains) underWay.shorten(drainMs)
    if (this.#stopping !== undefined) return this.#stopping
    const drain = new Drain(drainMs ?? this.#options.drainMs, this.#parts.clock)
    this.#drains.add(drain)
    const stopping = this.#parts.keepAlive.during(this.#close(drain))
    this.#stopping = stopping
    // This comes last, after the lock was asked for, since a subscriber that hears of it may start the service again at once.
    if (this.#state === 'running' || this.#state === 'restarting') this.#setState('stopping')
    return stopping
  }

  /**
   * @param what - the operation that needs it, for the message
   * @throws ResultWorkerNotStartedError, ResultWorkerStoppedError
   */
  runningSupervisor(what: string): Supervisor {
    if (this.#supervisor !== undefined && (this.#state === 'running' || this.#state === 'restarting')) return this.#supervisor
    if (this.#state === 'stopping') throw new ResultWorkerStoppedError(`${what}: ResultWorker is stopping and takes nothing new`)
    throw new ResultWorkerNotStartedError(`${what}: ResultWorker is ${this.#state}; await ResultWorker.start() first`)
  }

  /**
   * The running supervisor. The service is started for it if it was never started, or if it failed. After a stop only `start` starts it.
   *
   * @throws ResultWorkerStoppedError if the service was stopped. The call itself throws this
   * @returns a promise that rejects with StartError or ResultWorkerStoppedError
   */
  startedSupervisor(what: string): Promise<Supervisor> {
    if (this.#stopping !== undefined) {
      throw new ResultWorkerStoppedError(`${what}: ResultWorker is ${this.#state}, and takes no jobs until it is started again`)
    }
    return this.start().then(() => this.runningSupervisor(what))
  }

  async #open(abort: AbortController): Promise<string> {
    if (this.#supervisor !== undefined) return this.#supervisor.taskList
    const { signal } = abort
    signal.throwIfAborted()
    this.#setState('starting')
    // This comes before there is a thread, so that a TERM during the start stops it, too.
    if (this.#options.signals) this.#unlisten = onTermination(() => this.stop(this.#options.drainMs))
    try {
      signal.throwIfAborted()
      const supervisor = await Supervisor.start(this.#options, this.#parts, signal)
      this.#supervisor = supervisor
      this.#setState('running')
      void this.#watch(supervisor)
      return supervisor.taskList
    } catch (cause) {
      this.#unlisten()
      // This comes first, since a subscriber that hears of the failure may start the service again at once.
      if (this.#abortStart === abort) this.#starting = undefined
      this.#setState(signal.aborted ? 'stopped' : 'failed', cause)
      throw cause
    }
  }

  async #watch(supervisor: Supervisor): Promise<void> {
    const failure = await supervisor.supervise({
      restarting: (cause) => this.#move('running', 'restarting', cause),
      running: () => this.#move('restarting', 'running'),
    })
    if (failure !== undefined) this.#fail(supervisor, failure)
  }

  /** Changes the state if it is `from`. During a stop it is not, and stays `stopping`. */
  #move(from: ServiceState, to: ServiceState, cause?: Error): void {
    if (this.#state === from) this.#setState(to, cause)
  }

  async #close(drain: Drain): Promise<StopReport> {
    this.#abortStart?.abort(new ResultWorkerStoppedError('ResultWorker was stopped while it was starting'))
    this.#starting = undefined
    const { tasks, pending } = this.#parts
    // A result that is reserved from now on belongs to the start after this stop.
    const awaited = pending.allUnsettled()
    return this.#lock.runExclusive(async () => {
      const supervisor = this.#supervisor
      tasks.beginStop()
      if (supervisor !== undefined) {
        await Promise.race([allSettled(awaited), supervisor.supervisionEnded, drain.ended])
        await supervisor.close()
      }
      drain.end()
      const unanswered = tasks.endStop()
      const abandoned = this.#abandon(awaited, (what) => new ResultWorkerStoppedError(`ResultWorker was stopped before ${what}`))
      const report = { settled: awaited.length - abandoned.length, abandoned, unanswered }
      this.#supervisor = undefined
      this.#unlisten()
      this.#drains.delete(drain)
      if (this.#state !== 'stopped') this.#setState('stopped', undefined, report)
      return report
    })
  }

  /** The service can go on no longer, since SWF refuses what it once allowed. During a stop that is no failure. */
  #fail(supervisor: Supervisor, cause: Error): void {
    if (this.#supervisor !== supervisor || this.#state === 'stopping') return
    const failure = new WorkerFailedError(
      `ResultWorker on domain "${this.#options.domain}" can go on no longer: ${cause.message}. What was pending is rejected; start it again`,
      { cause },
    )
    this.#supervisor = undefined
    this.#starting = undefined
    this.#unlisten()
    const tell = this.#enter('failed', failure)
    this.#parts.tasks.forget()
    this.#abandon(this.#parts.pending.allUnsettled(), () => failure)
    // This comes last, since what a subscriber begins when it hears of the failure does not belong to it.
    tell()
  }

  #abandon(awaited: readonly PendingResult[], reason: (what: string) => Error): StopReport['abandoned'] {
    const abandoned = this.#parts.pending.rejectAll(awaited, (entry) => reason(entry.awaitedEvent))
    this.#parts.calls.rejectAll(reason)
    return abandoned.map((entry) => entry.awaited)
  }

  #setState(to: ServiceState, cause?: unknown, report?: StopReport): void {
    this.#enter(to, cause, report)()
  }

  /** @returns a function that publishes the change. A subscriber may call anything here, so all other work must be done by then */
  #enter(to: ServiceState, cause?: unknown, report?: StopReport): () => void {
    const from = this.#state
    this.#state = to
    const reason = cause instanceof Error ? oneLine(`${cause.name}: ${cause.message}`) : undefined
    if (to !== 'stopped') this.#parts.statistics.lastError = reason
    return () => publish('swf-result-worker.state', () => ({ from, to, cause: reason, report }))
  }
}

/** Awaits one after another, so that a million results make no list of a million outcomes. */
async function allSettled(awaited: readonly PendingResult[]): Promise<void> {
  for (const { promise } of awaited) await promise.catch(() => {})
}
