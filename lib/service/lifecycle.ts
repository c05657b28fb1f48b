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
 * From start to stop, and again:
 *
 *     stopped ──start──► starting ──► running ──thread died──► restarting ──► running
 *                           │            ├────────────────────────┴──stop──► stopping ──► stopped
 *                           │            │
 *                           └─ refused ──┴─ refused for good ──► failed ──start──► starting
 *
 * A thread that dies while stopping is replaced as well, as long as the drain lasts. Starts and stops run one at a time under the
 * lock; the running supervisor is published last and withdrawn first.
 */
export class Lifecycle {
  readonly #options: ResolvedStartOptions
  readonly #parts: ServiceParts
  readonly #lock: Mutex
  #state: ServiceState = 'stopped'
  #supervisor: Supervisor | undefined
  #starting: Promise<string> | undefined
  #stopping: Promise<StopReport> | undefined
  /** Of the stops that are under way: the last one, and those that were followed by a start which waits. */
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

  /** It runs or is about to: a start was asked for, and neither failed nor was stopped since. */
  get isLive(): boolean {
    return this.#starting !== undefined
  }

  /** A stop is not over yet. */
  get isStopping(): boolean {
    return this.#drains.size > 0
  }

  /** Several starts before a stop are one. */
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
   * Several stops before a start are one. What drains goes on draining, unless it is told to end sooner.
   *
   * @param drainMs - default: the start's own, and what is under way as it is
   */
  stop(drainMs?: number): Promise<StopReport> {
    if (drainMs !== undefined) for (const under of this.#drains) under.shorten(drainMs)
    if (this.#stopping !== undefined) return this.#stopping
    const drain = new Drain(drainMs ?? this.#options.drainMs, this.#parts.clock)
    this.#drains.add(drain)
    const stopping = this.#parts.keepAlive.during(this.#close(drain))
    this.#stopping = stopping
    // Last, with the lock asked for: who hears of it may start again at once.
    if (this.#state === 'running' || this.#state === 'restarting') this.#setState('stopping')
    return stopping
  }

  /**
   * @param what - what needs it, for the message
   * @throws ResultWorkerNotStartedError, ResultWorkerStoppedError
   */
  runningSupervisor(what: string): Supervisor {
    if (this.#supervisor !== undefined && (this.#state === 'running' || this.#state === 'restarting')) return this.#supervisor
    if (this.#state === 'stopping') throw new ResultWorkerStoppedError(`${what}: ResultWorker is stopping and takes nothing new`)
    throw new ResultWorkerNotStartedError(`${what}: ResultWorker is ${this.#state}; await ResultWorker.start() first`)
  }

  /**
   * The running supervisor; started if it never was, or failed. After a stop that takes a `start` of its own.
   *
   * @throws ResultWorkerStoppedError at once after a stop
   * @returns rejects with StartError, ResultWorkerStoppedError
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
    // Before there is a thread: what is starting when TERM comes is stopped, too.
    if (this.#options.signals) this.#unlisten = onTermination(() => this.stop(this.#options.drainMs))
    try {
      signal.throwIfAborted()
      const supervisor = await Supervisor.open(this.#options, this.#parts, signal)
      this.#supervisor = supervisor
      this.#setState('running')
      void this.#watch(supervisor)
      return supervisor.taskList
    } catch (cause) {
      this.#unlisten()
      // First, since who hears of the failure may start again at once.
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

  /** During a stop the state stays what it is. */
  #move(from: ServiceState, to: ServiceState, cause?: Error): void {
    if (this.#state === from) this.#setState(to, cause)
  }

  async #close(drain: Drain): Promise<StopReport> {
    this.#abortStart?.abort(new ResultWorkerStoppedError('ResultWorker was stopped while it was starting'))
    this.#starting = undefined
    const { tasks, pending } = this.#parts
    // What is reserved from now on is of the start after this stop.
    const awaited = pending.allUnsettled()
    return this.#lock.runExclusive(async () => {
      const supervisor = this.#supervisor
      tasks.beginStop()
      if (supervisor !== undefined) {
        await Promise.race([allSettled(awaited), supervisor.over, drain.ended])
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

  /** SWF refuses what it once allowed. During a stop that is no failure. */
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
    // Last: what those begin who hear of it is not of this failure.
    tell()
  }

  #abandon(awaited: readonly PendingResult[], reason: (what: string) => Error): StopReport['abandoned'] {
    const left = this.#parts.pending.rejectAll(awaited, (entry) => reason(entry.outstanding))
    this.#parts.calls.rejectAll(reason)
    return left.map((entry) => entry.awaited)
  }

  #setState(to: ServiceState, cause?: unknown, report?: StopReport): void {
    this.#enter(to, cause, report)()
  }

  /** @returns what tells of it: subscribers may call anything here, so there must be nothing left to do */
  #enter(to: ServiceState, cause?: unknown, report?: StopReport): () => void {
    const from = this.#state
    this.#state = to
    const reason = cause instanceof Error ? oneLine(`${cause.name}: ${cause.message}`) : undefined
    if (to !== 'stopped') this.#parts.statistics.lastError = reason
    return () => publish('swf-result-worker.state', () => ({ from, to, cause: reason, report }))
  }
}

/** One after another: of a million, no list of outcomes is made. */
async function allSettled(awaited: readonly PendingResult[]): Promise<void> {
  for (const { promise } of awaited) await promise.catch(() => {})
}
