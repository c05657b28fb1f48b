import { BackOff } from '../../base/back-off.js'
import { sleep } from '../../base/clock.js'
import { StartError, type StartErrorCode } from '../../errors/index.js'
import { makeIdentity, makeTaskList } from '../../base/identity.js'
import type { ThreadConfig } from '../../protocol/messages.js'
import { ask, type Ask } from '../calls/ask.js'
import { publishFault } from '../reporting/diagnostics.js'
import type { ServiceParts } from './service-parts.js'
import type { ResolvedStartOptions } from './start-options.js'
import { SupervisedThread } from './supervised-thread.js'

/** How long to wait between the death of a thread and its successor. It must be well below the 60 s for which a result task waits. */
const BACK_OFF = { baseMs: 100, capMs: 30_000 }

/** Deaths that are this far apart are no hot loop, so after such a long life the delays begin anew. */
const LONG_LIFE_MS = 10_000

/** The reasons for which a successor is refused, although the first thread was not, and which only people can remove. */
const FINAL_REFUSALS: ReadonlySet<StartErrorCode> = new Set<StartErrorCode>([
  'ERR_RESULT_ACCESS_DENIED',
  'ERR_RESULT_DOMAIN_DEPRECATED',
  'ERR_RESULT_TYPE_DEPRECATED',
  'ERR_RESULT_NOT_REGISTERED',
])

interface SupervisionHooks {
  /** The thread is dead, and a successor will follow. */
  readonly restarting: (cause: Error) => void
  /** The successor polls. */
  readonly running: () => void
}

/** Owns the task list from one start of the service to its stop, and has one thread after another poll it. */
export class Supervisor {
  /** The name of the task list that every thread of this supervisor polls. */
  readonly taskList: string
  readonly #options: ResolvedStartOptions
  readonly #parts: ServiceParts
  /** The environment of the first thread, which its successors get, too. */
  readonly #env = { ...process.env }
  readonly #backOff = new BackOff(BACK_OFF)
  readonly #closing = new AbortController()
  #region: string | undefined
  #supervision: Promise<Error | undefined> = Promise.resolve(undefined)
  #thread: SupervisedThread | undefined
  /** The thread that was made last, even if it does not poll yet or is dead. */
  #newestThread: SupervisedThread | undefined

  /**
   * Makes the first thread, and resolves once it polls.
   *
   * @param signal - its abort ends the thread, and the promise rejects with its reason
   * @throws StartError
   */
  static async start(options: ResolvedStartOptions, parts: ServiceParts, signal: AbortSignal): Promise<Supervisor> {
    const supervisor = new Supervisor(options, parts)
    supervisor.#thread = await supervisor.#makeThread(signal)
    return supervisor
  }

  private constructor(options: ResolvedStartOptions, parts: ServiceParts) {
    this.#options = options
    this.#parts = parts
    this.taskList = makeTaskList(options.taskListPrefix)
  }

  /** The region that the first thread found. */
  get region(): string | undefined {
    return this.#region
  }

  /**
   * Replaces each thread that dies, from now until `close`. The successor polls the same task list, gets the calls that are unanswered,
   * and answers the tasks in hand. All results stay pending.
   *
   * @returns a promise that resolves with undefined when closed, or with the reason why there can be no further thread
   */
  supervise(hooks: SupervisionHooks): Promise<Error | undefined> {
    this.#supervision = this.#supervise(hooks)
    return this.#supervision
  }

  /** Resolves when supervision has ended. */
  get supervisionEnded(): Promise<unknown> {
    return this.#supervision
  }

  /** Sends a call to the thread, and resolves with the answer. */
  readonly ask: Ask = (call, options) => ask(this.#parts.calls, call, options)

  /** Reads at once what the thread has posted. The main loop may have been too busy to read it. */
  readMessages(): void {
    this.#newestThread?.readMessages()
  }

  /** Lets the thread answer the tasks that it has and end. It is ended by force if it does not. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#parts.calls.close()
    await this.#thread?.halt()
    await this.#supervision
  }

  async #supervise({ restarting, running }: SupervisionHooks): Promise<Error | undefined> {
    const { threadClock, statistics } = this.#parts
    for (let thread = this.#thread; thread !== undefined; thread = this.#thread) {
      const readyAt = threadClock.now()
      const cause = await thread.died
      this.#thread = undefined
      this.#releaseWork(cause)
      if (this.#closing.signal.aborted) return undefined
      if (thread.failure !== undefined) return thread.failure
      if (threadClock.now() - readyAt >= LONG_LIFE_MS) this.#backOff.succeed()
      restarting(cause)
      try {
        this.#thread = await this.#makeSuccessor()
      } catch (refusal) {
        return refusal instanceof Error ? refusal : new Error(String(refusal))
      }
      if (this.#thread === undefined) return undefined
      statistics.restarts += 1
      running()
    }
    return undefined
  }

  /**
   * Tries until a successor polls.
   *
   * @returns undefined if `close` was called meanwhile
   * @throws StartError if no repetition can help
   */
  async #makeSuccessor(): Promise<SupervisedThread | undefined> {
    const { signal } = this.#closing
    for (let delayMs = this.#backOff.fail(); ;) {
      await sleep(delayMs, this.#parts.threadClock, signal)
      if (signal.aborted) return undefined
      try {
        return await this.#makeThread(signal)
      } catch (cause) {
        if (signal.aborted) return undefined
        if (cause instanceof StartError && FINAL_REFUSALS.has(cause.code)) throw cause
        delayMs = this.#backOff.fail()
        this.#reportRefusal(cause, delayMs)
      }
    }
  }

  async #makeThread(signal: AbortSignal): Promise<SupervisedThread> {
    const plan = { entry: this.#options.workerUrl, env: this.#env, config: this.#threadConfig() }
    const thread = SupervisedThread.create(plan, this.#options.swf.credentials, this.#parts)
    this.#newestThread = thread
    this.#parts.calls.attach((message) => thread.post(message))
    try {
      this.#region = await thread.ready(signal)
      return thread
    } catch (cause) {
      await thread.terminate()
      this.#releaseWork(await thread.died)
      throw cause
    }
  }

  /** The calls and tasks of a dead thread wait for its successor. */
  #releaseWork(cause: Error): void {
    this.#parts.calls.detach(cause)
    this.#parts.tasks.orphan(`The receiver of this result died while it had the task: ${cause.message}`)
  }

  #reportRefusal(cause: unknown, retryInMs: number): void {
    const { name, message } = publishFault(cause, retryInMs)
    this.#parts.statistics.lastError = `${name}: ${message}`
  }

  #threadConfig(): ThreadConfig {
    const { domain, register, maxPollers, dataConverter, swf } = this.#options
    return {
      domain,
      taskList: this.taskList,
      identity: makeIdentity(),
      register,
      maxPollers,
      dataConverter,
      region: this.#region ?? swf.region,
      endpoint: swf.endpoint,
      credentials: typeof swf.credentials === 'function' ? 'ask' : swf.credentials,
      orphans: this.#parts.tasks.orphans,
    }
  }
}
