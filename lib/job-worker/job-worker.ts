import { setMaxListeners } from 'node:events'
import { systemClock, type Clock } from '../base/clock.js'
import { Drain } from '../base/drain.js'
import { WorkerFailedError } from '../errors/index.js'
import type { JobFormat } from '../flow/formats/job-format.js'
import { loadJobFormat } from '../flow/formats/load-job-format.js'
import { handled } from '../base/promises.js'
import { makeIdentity } from '../base/identity.js'
import { checkStopOptions, type StopOptions } from '../base/options.js'
import { Answers } from '../swf/polling/answers.js'
import { createClients, type SwfClients } from '../swf/clients/create-clients.js'
import { classifyFault } from '../swf/faults/classify-fault.js'
import type { LongPoll } from '../swf/polling/long-poll.js'
import { requireForStart, startErrorOf } from '../swf/faults/start-error.js'
import { activityLoop } from './activities/activity-loop.js'
import { decisionLoop } from './decisions/decision-loop.js'
import type { JobWorkerHealth, JobWorkerState } from './state/job-worker-health.js'
import { resolveJobWorkerOptions, type JobWorkerOptions, type ResolvedJobWorkerOptions } from './job-worker-options.js'
import type { HeartbeatTimeouts } from './activities/heartbeats.js'
import { registerJobTypes } from './registration/register-job-types.js'
import { startWithSignals } from './start-with-signals.js'
import { CurrentFaults, type WorkerContext, type WorkerStatistics } from './state/worker-context.js'

interface Place {
  readonly region: string
  readonly clients: SwfClients
  readonly format: JobFormat
  readonly clock: Clock
}

/**
 * Does the work of jobs: decides the default workflow and runs activities, on this thread. It keeps the process alive until it
 * is stopped.
 *
 *     running ─── stop ──► stopping ──► stopped
 *        └─ SWF refuses its polls for good: failed, drains as in a stop
 */
export class JobWorker implements AsyncDisposable {
  /**
   * Settles when all is over: resolves after `stop`, rejects with WorkerFailedError if SWF refused polls for good. It need not be
   * observed.
   */
  readonly closed: Promise<void>
  readonly #options: ResolvedJobWorkerOptions
  readonly #place: Place
  readonly #context: WorkerContext
  readonly #loops: ReadonlyArray<Pick<LongPoll<never>, 'run' | 'halt' | 'abortPolls'>>
  readonly #over = new AbortController()
  #state: JobWorkerState = 'running'
  #close: (failure: WorkerFailedError | undefined) => void = () => {}
  #ending: Promise<void> | undefined
  #drain: Drain | undefined

  private constructor(options: ResolvedJobWorkerOptions, place: Place, heartbeatTimeouts: HeartbeatTimeouts) {
    this.#options = options
    this.#place = place
    this.#context = this.#createContext()
    const { classes, concurrency } = options
    const names = classes.flatMap(({ activities }) => [...activities.keys()])
    this.#loops = [
      ...(concurrency.decisions > 0 ? [decisionLoop(this.#context, concurrency.decisions, names)] : []),
      ...classes.map((each) => activityLoop(this.#context, each, concurrency.activities, heartbeatTimeouts)),
    ]
    this.closed = handled(
      new Promise((resolve, reject) => {
        this.#close = (failure) => (failure ? reject(failure) : resolve())
      }),
    )
    for (const loop of this.#loops) loop.run().catch((cause: unknown) => this.#fail(cause))
  }

  /**
   * Registers what is missing and begins to poll.
   *
   * @throws TypeError naming an option that is wrong
   * @throws StartError if SWF cannot be reached or refuses, if an activity type exists with another task list or is deprecated, or
   * if the data converter cannot be loaded
   * @throws ResultWorkerStoppedError if TERM or INT comes meanwhile
   */
  static start(options: JobWorkerOptions): Promise<JobWorker>
  /** @internal */
  static start(options: JobWorkerOptions, clock: Clock): Promise<JobWorker>
  static async start(options: JobWorkerOptions, clock: Clock = systemClock): Promise<JobWorker> {
    const resolved = resolveJobWorkerOptions(options)
    const { domain, swf, classes, registration, dataConverter } = resolved
    const subject = { who: 'JobWorker', domain, region: swf.region, endpoint: swf.endpoint } as const
    return startWithSignals(resolved, async () => {
      const format = await requireForStart('ERR_RESULT_DATA_CONVERTER', subject, loadJobFormat(dataConverter))
      const clients = createClients(swf)
      try {
        const region = await clients.region()
        const timeouts = await registerJobTypes(clients.answer, { ...subject, region }, classes, registration, clock)
        return new JobWorker(resolved, { region, clients, format, clock }, timeouts)
      } catch (error) {
        clients.destroy()
        throw startErrorOf(error, subject)
      }
    })
  }

  /**
   * Stops: no new polls, but outstanding ones may return, since SWF may already have given them a task; running activities end
   * and are answered. After `drainMs` what is left is given up: SWF gives those tasks to another worker after their timeouts.
   * The second stop returns the promise of the first; with a shorter drain it shortens the first one's.
   *
   * @param options.drainMs - default: the start's own, or what is left of a stop that is under way
   * @throws TypeError naming a wrong option
   */
  stop(options: StopOptions = {}): Promise<void> {
    try {
      checkStopOptions('JobWorker.stop', options)
    } catch (error) {
      return handled(Promise.reject(error))
    }
    if (options.drainMs !== undefined) this.#drain?.shorten(options.drainMs)
    if (!this.#ending) this.#state = 'stopping'
    this.#ending ??= this.#end(options.drainMs ?? this.#options.drainMs, undefined)
    return this.#ending
  }

  /** For readiness and liveness checks; it asks nothing of SWF. */
  health(): JobWorkerHealth {
    const { statistics, faults, answers } = this.#context
    const state = this.#state
    return {
      ok: state === 'running' && faults.last === undefined,
      state,
      domain: this.#options.domain,
      region: this.#place.region,
      ...statistics,
      late: answers.late,
      unanswered: answers.unanswered,
      lastError: faults.last,
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  #createContext(): WorkerContext {
    const { domain, classes, registration } = this.#options
    const { clients, format, clock, region } = this.#place
    const ended = this.#over.signal
    // Each running activity listens to it.
    setMaxListeners(0, ended)
    const statistics: WorkerStatistics = {
      running: 0,
      completed: 0,
      failed: 0,
      decisions: 0,
      lastPollAt: undefined,
    }
    const faults = new CurrentFaults()
    const register = shared(() =>
      registerJobTypes(clients.answer, { who: 'JobWorker', domain, region }, classes, registration, clock),
    )
    return {
      clients,
      domain,
      format,
      identity: makeIdentity(),
      clock,
      answers: new Answers({
        clock,
        ended,
        refreshCredentials: () => clients.refreshCredentials(),
        onFault: (fault) => faults.note('answers', fault),
        onAnswered: () => faults.end('answers'),
      }),
      statistics,
      faults,
      ended,
      register,
    }
  }

  #fail(cause: unknown): void {
    if (this.#ending) return
    const { reason } = classifyFault(cause)
    const failure = new WorkerFailedError(`The JobWorker on domain "${this.#options.domain}" can go on no longer: ${reason}`, {
      cause,
    })
    this.#state = 'failed'
    this.#ending = this.#end(this.#options.drainMs, failure)
  }

  async #end(drainMs: number, failure: WorkerFailedError | undefined): Promise<void> {
    const halted = Promise.all(this.#loops.map((loop) => loop.halt()))
    this.#context.answers.hurry()
    const drain = new Drain(drainMs, this.#place.clock)
    this.#drain = drain
    await Promise.race([halted, drain.ended])
    drain.end()
    // Running activities first: what an aborted poll frees must not be taken for them.
    this.#over.abort()
    for (const loop of this.#loops) loop.abortPolls()
    await halted
    this.#place.clients.destroy()
    if (!failure) this.#state = 'stopped'
    this.#close(failure)
  }
}

/** Who calls while it is under way gets that one. */
function shared(work: () => Promise<unknown>): () => Promise<void> {
  let underWay: Promise<unknown> | undefined
  return async () => {
    underWay ??= work().finally(() => (underWay = undefined))
    await underWay
  }
}
