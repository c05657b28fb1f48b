import { BackOff } from '../../base/back-off.js'
import { sleep } from '../../base/clock.js'
import { StartError, type StartErrorCode } from '../../errors/index.js'
import { makeIdentity } from '../../base/identity.js'
import type { AnswerTo, Call, ThreadConfig } from '../../protocol/messages.js'
import { ask, type CallOptions } from '../calls/ask.js'
import { publishFault } from '../reporting/diagnostics.js'
import type { ServiceParts } from './service-parts.js'
import type { ResolvedStartOptions } from './start-options.js'
import { SupervisedThread } from './supervised-thread.js'
import { makeTaskList } from './task-list.js'

/** Between the death of a thread and its successor. A result task waits 60 s. */
const BACK_OFF = { baseMs: 100, capMs: 30_000 }

/** A thread that lived so long makes no hot loop with its successors: the next is not to wait for the deaths before. */
const LONG_LIFE_MS = 10_000

/** What a successor is refused with although the first thread was not, and what only people mend. */
const INCURABLE: ReadonlySet<StartErrorCode> = new Set<StartErrorCode>([
  'ERR_RESULT_ACCESS_DENIED',
  'ERR_RESULT_DOMAIN_DEPRECATED',
  'ERR_RESULT_TYPE_DEPRECATED',
  'ERR_RESULT_NOT_REGISTERED',
])

export interface SupervisionHooks {
  /** The thread is dead. */
  readonly restarting: (cause: Error) => void
  /** Its successor polls. */
  readonly running: () => void
}

/** From one start to its stop: a task list, and one thread after another that polls it. */
export class Supervisor {
  readonly taskList: string
  readonly #options: ResolvedStartOptions
  readonly #parts: ServiceParts
  /** The successors find the environment of the first, too. */
  readonly #env = { ...process.env }
  readonly #backOff = new BackOff(BACK_OFF)
  readonly #closing = new AbortController()
  #region: string | undefined
  #over: Promise<Error | undefined> = Promise.resolve(undefined)
  #thread: SupervisedThread | undefined
  /** Also one that does not poll yet, or is gone. */
  #newestThread: SupervisedThread | undefined

  /**
   * Resolves once the thread polls.
   *
   * @param signal - its abort ends the thread; the promise rejects with the signal's reason
   * @throws StartError
   */
  static async open(options: ResolvedStartOptions, parts: ServiceParts, signal: AbortSignal): Promise<Supervisor> {
    const supervisor = new Supervisor(options, parts)
    supervisor.#thread = await supervisor.#makeThread(signal)
    return supervisor
  }

  private constructor(options: ResolvedStartOptions, parts: ServiceParts) {
    this.#options = options
    this.#parts = parts
    this.taskList = makeTaskList(options.taskListPrefix)
  }

  get region(): string | undefined {
    return this.#region
  }

  /**
   * Replaces each thread that dies, from now until `close`: on the same task list, with what is pending kept, with the calls that are
   * unanswered, and with the tasks in hand to be answered.
   *
   * @returns when closed; with the reason if it can go on no longer
   */
  supervise(hooks: SupervisionHooks): Promise<Error | undefined> {
    this.#over = this.#supervise(hooks)
    return this.#over
  }

  /** Resolves when supervision has ended. */
  get over(): Promise<unknown> {
    return this.#over
  }

  call<C extends Call>(call: C, options: CallOptions): Promise<AnswerTo<C>> {
    return ask(this.#parts.calls, call, options)
  }

  /** Has all take effect that the thread has posted, though the main loop has not come to read it. */
  readMessages(): void {
    this.#newestThread?.readMessages()
  }

  /** Lets the thread answer the tasks in its hands and end; by force if it does not. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#parts.calls.close()
    await this.#thread?.halt()
    await this.#over
  }

  async #supervise({ restarting, running }: SupervisionHooks): Promise<Error | undefined> {
    const { threadClock, statistics } = this.#parts
    for (let thread = this.#thread; thread !== undefined; thread = this.#thread) {
      const readyAt = threadClock.now()
      const cause = await thread.died
      this.#thread = undefined
      this.#leftBehind(cause)
      if (this.#closing.signal.aborted) return undefined
      if (thread.failure !== undefined) return thread.failure
      if (threadClock.now() - readyAt >= LONG_LIFE_MS) this.#backOff.succeed()
      restarting(cause)
      try {
        this.#thread = await this.#successor()
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
   * @returns undefined if closed meanwhile
   * @throws StartError that no repetition can help
   */
  async #successor(): Promise<SupervisedThread | undefined> {
    const { signal } = this.#closing
    for (let delayMs = this.#backOff.fail(); ;) {
      await sleep(delayMs, this.#parts.threadClock, signal)
      if (signal.aborted) return undefined
      try {
        return await this.#makeThread(signal)
      } catch (cause) {
        if (signal.aborted) return undefined
        if (cause instanceof StartError && INCURABLE.has(cause.code)) throw cause
        delayMs = this.#backOff.fail()
        this.#refused(cause, delayMs)
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
      this.#leftBehind(await thread.died)
      throw cause
    }
  }

  #leftBehind(cause: Error): void {
    this.#parts.calls.detach(cause)
    this.#parts.tasks.orphan(`The receiver of this result died while it had the task: ${cause.message}`)
  }

  #refused(cause: unknown, retryInMs: number): void {
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
