import { sleep } from '../clock.js'
import { StartError } from '../errors.js'
import { makeIdentity } from '../identity.js'
import type { Call, AnswerTo, ThreadConfig } from '../protocol/messages.js'
import { CredentialsAnswerer } from './credentials-answerer.js'
import { deferred } from './deferred.js'
import { ResultListener } from './result-listener.js'
import { ResultThread } from './result-thread.js'
import type { SessionParts } from './session-parts.js'
import type { ResolvedStartOptions } from './start-options.js'
import { makeTaskList } from './task-list.js'

/** How long a thread may take until it polls or says why not. Its proof takes a few seconds, where a server is silent. */
const READY_GUARD_MS = 60_000

/** How long a thread may take to end by itself before it is ended by force. */
const HALT_GUARD_MS = 5_000

const ENTRY_ADVICE = 'In a bundle, set `workerUrl` to where swf-result-worker/worker was put'

/** From one start to its stop: a thread, its task list, and the two handshakes. */
export class Session {
  readonly taskList: string
  readonly #parts: SessionParts
  readonly #listener: ResultListener
  readonly #thread: ResultThread
  #region = ''

  /**
   * Resolves once the thread polls.
   *
   * @param signal - its abort ends the thread; the promise rejects with the signal's reason
   * @throws StartError
   */
  static async open(options: ResolvedStartOptions, parts: SessionParts, signal: AbortSignal): Promise<Session> {
    const session = Session.#create(options, parts)
    try {
      session.#region = await session.#readyUnless(signal)
      return session
    } catch (cause) {
      await session.#thread.terminate()
      parts.keepAlive.target = undefined
      throw cause
    }
  }

  static #create(options: ResolvedStartOptions, parts: SessionParts): Session {
    try {
      return new Session(options, parts)
    } catch (cause) {
      throw new StartError(
        'ERR_RESULT_THREAD',
        `ResultWorker could not start: no thread can be made from ${String(options.workerUrl)}. ${ENTRY_ADVICE}`,
        { cause },
      )
    }
  }

  private constructor(options: ResolvedStartOptions, parts: SessionParts) {
    this.#parts = parts
    this.taskList = makeTaskList(options.taskListPrefix)
    this.#listener = new ResultListener({
      ...parts,
      credentials: new CredentialsAnswerer(options.swf.credentials, (message) => this.#thread.post(message)),
    })
    this.#thread = ResultThread.create(options.workerUrl, threadConfig(options, this.taskList), (message) =>
      this.#listener.receive(message),
    )
    parts.keepAlive.target = this.#thread
    void this.#thread.died.then(() => this.#listener.end())
  }

  get region(): string {
    return this.#region
  }

  /** Resolves with the cause when the thread is gone, whatever ended it. */
  async died(): Promise<Error> {
    const cause = await this.#thread.died
    return this.#listener.failure ?? cause
  }

  /** @param signal - its abort tells the thread that nobody waits for the answer any longer */
  call<C extends Call>(call: C, signal: AbortSignal): Promise<AnswerTo<C>> {
    return this.#parts.calls.make<C>((id) => {
      this.#thread.post({ type: 'call', id, call })
      signal.addEventListener('abort', () => this.#thread.post({ type: 'withdraw', id }), { once: true })
    })
  }

  /** Lets the thread answer the tasks in its hands and end; by force if it does not. */
  async close(): Promise<void> {
    this.#thread.post({ type: 'halt' })
    const guard = new AbortController()
    await Promise.race([this.#thread.died, sleep(HALT_GUARD_MS, this.#parts.clock, guard.signal)])
    guard.abort()
    await this.#thread.terminate()
    this.#parts.keepAlive.target = undefined
  }

  async #readyUnless(signal: AbortSignal): Promise<string> {
    const aborted = deferred<never>()
    const guard = new AbortController()
    const onAbort = (): void => aborted.reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    try {
      return await Promise.race([this.#listener.ready, aborted.promise, this.#diedEarly(), this.#silent(guard.signal)])
    } finally {
      guard.abort()
      signal.removeEventListener('abort', onAbort)
    }
  }

  async #silent(ended: AbortSignal): Promise<never> {
    await sleep(READY_GUARD_MS, this.#parts.clock, ended)
    throw new StartError(
      'ERR_RESULT_THREAD',
      `ResultWorker could not start: its thread said nothing within ${READY_GUARD_MS} ms. ${ENTRY_ADVICE}`,
    )
  }

  async #diedEarly(): Promise<never> {
    const cause = await this.died()
    throw new StartError(
      'ERR_RESULT_THREAD',
      `ResultWorker could not start: its thread ended before it was ready: ${cause.message}. ${ENTRY_ADVICE}`,
      { cause },
    )
  }
}

function threadConfig(options: ResolvedStartOptions, taskList: string): ThreadConfig {
  const { domain, register, maxPollers, dataConverter, swf } = options
  const credentials = typeof swf.credentials === 'function' ? 'ask' : swf.credentials
  return {
    domain,
    taskList,
    identity: makeIdentity(),
    register,
    maxPollers,
    dataConverter,
    region: swf.region,
    endpoint: swf.endpoint,
    credentials,
  }
}
