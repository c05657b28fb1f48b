import { sleep, type Clock } from '../../base/clock.js'
import { StartError } from '../../errors/index.js'
import type { ToThread } from '../../protocol/messages.js'
import { showUrl } from '../../base/message-texts.js'
import type { SwfConnection } from '../../base/connection.js'
import { CredentialsAnswerer } from './credentials-answerer.js'
import { deferred } from '../../base/promises.js'
import { Heartbeat } from './heartbeat.js'
import { ResultListener } from './result-listener.js'
import { ResultThread, type ThreadPlan } from './result-thread.js'
import type { ServiceParts } from './service-parts.js'

/** How long a thread may take until it polls or says why it cannot. To find that a server is silent takes it a few seconds. */
const READY_GUARD_MS = 60_000

/** How long a thread may take to end by itself. After that it is ended by force. */
const HALT_GUARD_MS = 5_000

const ENTRY_ADVICE = 'In a bundle, set `workerUrl` to where swf-result-worker/worker was put'

/** The advice names the code that may run in the thread beside its own entry. */
const ENDED_ADVICE = `The module of \`dataConverter\`, or one that NODE_OPTIONS loads, may have ended it. ${ENTRY_ADVICE}`

/** What to do if Node's permission model denied something, by the name of what it denied. */
const PERMISSION_ADVICE: ReadonlyMap<unknown, string> = new Map([
  ['WorkerThreads', 'Node runs with its permission model, which forbids threads: add `--allow-worker` to its options'],
  [
    'FileSystemRead',
    'Node runs with its permission model, which forbids reading a file: add `--allow-fs-read` for that file to its options',
  ],
])

/** One thread with everything that watches it: the reader of its messages, its heartbeat, and the guards of its start and its end. */
export class SupervisedThread {
  readonly #clock: Clock
  readonly #heartbeat: Heartbeat
  readonly #listener: ResultListener
  readonly #thread: ResultThread

  /** @throws StartError if no thread can be made */
  static create(plan: ThreadPlan, credentials: SwfConnection['credentials'], parts: ServiceParts): SupervisedThread {
    try {
      return new SupervisedThread(plan, credentials, parts)
    } catch (cause) {
      throw startError(`no thread can be made from ${showUrl(plan.entry)}`, ENTRY_ADVICE, cause)
    }
  }

  private constructor(plan: ThreadPlan, credentials: SwfConnection['credentials'], parts: ServiceParts) {
    this.#clock = parts.threadClock
    this.#heartbeat = new Heartbeat(
      parts.threadClock,
      () => this.post({ type: 'ping' }),
      (silentMs) => void this.terminate(new Error(`the worker thread did not answer for ${silentMs} ms`)),
    )
    this.#listener = new ResultListener({
      ...parts,
      heartbeat: this.#heartbeat,
      credentials: new CredentialsAnswerer(credentials, (message) => this.post(message)),
    })
    this.#thread = ResultThread.create(plan, (message) => this.#listener.receive(message))
    void this.died.then(() => this.#heartbeat.stop())
  }

  /** Resolves with the cause when the thread is dead, whatever ended it, and all its messages were read. */
  get died(): Promise<Error> {
    return this.#thread.died
  }

  /** The error with which the thread said that it gives up, if it did. */
  get failure(): Error | undefined {
    return this.#listener.failure
  }

  post(message: ToThread): void {
    this.#thread.post(message)
  }

  /** Reads at once what the thread has posted. */
  readMessages(): void {
    this.#thread.readMessages()
  }

  /**
   * Resolves with the region once the thread polls.
   *
   * @param signal - its abort rejects the promise with the signal's reason
   * @throws StartError
   */
  async ready(signal: AbortSignal): Promise<string> {
    const aborted = deferred<never>()
    const guard = new AbortController()
    const onAbort = (): void => aborted.reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    try {
      const region = await Promise.race([
        this.#listener.ready,
        aborted.promise,
        this.#rejectWhenDead(),
        this.#rejectWhenSilent(guard.signal),
      ])
      this.#heartbeat.start()
      return region
    } finally {
      guard.abort()
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** Lets the thread answer the tasks that it has and end. It is ended by force if it does not. */
  async halt(): Promise<void> {
    this.post({ type: 'halt' })
    const guard = new AbortController()
    await Promise.race([this.died, sleep(HALT_GUARD_MS, this.#clock, guard.signal)])
    guard.abort()
    await this.terminate(new Error(`the worker thread did not end within ${HALT_GUARD_MS} ms`))
  }

  /**
   * Ends the thread by force.
   *
   * @param cause - the reason, with which `died` resolves
   */
  terminate(cause?: Error): Promise<void> {
    return this.#thread.terminate(cause)
  }

  async #rejectWhenSilent(ended: AbortSignal): Promise<never> {
    await sleep(READY_GUARD_MS, this.#clock, ended)
    // If the main loop was busy, the thread's message may be unread. It counts before this guard does.
    this.readMessages()
    throw startError(`its thread said nothing within ${READY_GUARD_MS} ms`, ENTRY_ADVICE)
  }

  async #rejectWhenDead(): Promise<never> {
    const cause = await this.died
    throw startError(`its thread ended before it was ready: ${cause.message}`, ENDED_ADVICE, cause)
  }
}

function startError(reason: string, advice: string, cause?: unknown): StartError {
  const message = `ResultWorker could not start: ${reason}. ${permissionAdvice(cause) ?? advice}`
  return new StartError('ERR_RESULT_THREAD', message, { cause })
}

function permissionAdvice(cause: unknown): string | undefined {
  const isDenied = cause instanceof Error && 'code' in cause && cause.code === 'ERR_ACCESS_DENIED'
  return isDenied && 'permission' in cause ? PERMISSION_ADVICE.get(cause.permission) : undefined
}
