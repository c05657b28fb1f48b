import { isNativeError } from 'node:util/types'
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import { isFromThread, type FromThread, type ThreadConfig, type ToThread } from '../../protocol/messages.js'
import { serializeError } from '../../errors/serialized-error.js'
import { deferred } from '../../base/promises.js'
import { outsideAnyStore } from '../../base/outside-any-store.js'

/** How a thread is made. */
export interface ThreadPlan {
  /** The URL of the thread's JavaScript, as an object or a text. */
  readonly entry: URL | string
  readonly env: NodeJS.ProcessEnv
  readonly config: ThreadConfig
}

/** The main thread's end of one worker thread: it passes messages in both directions, and tells for certain when the thread is dead. */
export class ResultThread {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #died = deferred<Error>()
  readonly #listen: (message: FromThread) => void
  #isDelivering = false
  #isClosed = false
  #cause: Error | undefined

  /** @param listen - gets every message in order, and the last one before `died` resolves */
  static create(plan: ThreadPlan, listen: (message: FromThread) => void): ResultThread {
    // Otherwise every result would arrive in the AsyncLocalStorage store of the first caller of `start`.
    return outsideAnyStore(() => new ResultThread(plan, listen))
  }

  private constructor({ entry, env, config }: ThreadPlan, listen: (message: FromThread) => void) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#listen = listen
    this.#worker = new Worker(toUrl(entry), {
      name: 'result-worker',
      // The parent's flags can kill a Worker: `--input-type=module` does.
      execArgv: [],
      env: { ...env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      // There are no resourceLimits: below Node's own limit, a single allocation that would have passed or thrown aborts the process.
      workerData: { port: port2, config },
      transferList: [port2],
    })
    this.#port.on('message', (message) => this.#deliver(message))
    this.#watchDeath()
    // Neither the port nor the worker keeps the process alive, since KeepAlive does. A listener refs the port, so it is put on before.
    this.#port.unref()
    this.#worker.unref()
  }

  /** Resolves with the cause when the thread is dead and every message that it had posted was delivered. */
  get died(): Promise<Error> {
    return this.#died.promise
  }

  post(message: ToThread): void {
    this.#port.postMessage(message)
  }

  /** Delivers the messages that were posted and not read yet. During a delivery it does nothing, since the others follow anyway. */
  readMessages(): void {
    if (!this.#isDelivering) outsideAnyStore(() => this.#readAll())
  }

  /**
   * Ends the thread by force, whatever it is doing.
   *
   * @param cause - the reason, with which `died` resolves
   */
  async terminate(cause?: Error): Promise<void> {
    this.#cause ??= cause
    await this.#worker.terminate()
    await this.#died.promise
  }

  /** A closed port is not read, since Node 20 crashes if a port is read while it emits `close`. */
  #readAll(): void {
    while (!this.#isClosed) {
      const received = receiveMessageOnPort(this.#port)
      if (received === undefined) return
      this.#deliver(received.message)
    }
  }

  #deliver(message: unknown): void {
    if (!isFromThread(message)) return
    this.#isDelivering = true
    try {
      this.#listen(message)
    } finally {
      this.#isDelivering = false
    }
  }

  /** The Worker's `exit` and the port's `close` come in either order, and at `exit` there may still be unread messages on the port. */
  #watchDeath(): void {
    this.#worker.once('error', (thrown) => (this.#cause ??= errorOf(thrown)))
    const exited = new Promise<number>((resolve) => this.#worker.once('exit', resolve))
    const closed = new Promise<void>((resolve) => {
      this.#port.once('close', () => {
        this.#isClosed = true
        resolve()
      })
    })
    void exited.then(async (code) => {
      this.#readAll()
      this.#port.close()
      await closed
      this.#died.resolve(this.#cause ?? new Error(`the worker thread ended with exit code ${code}`))
    })
  }
}

/**
 * Makes an Error of what nobody caught in the thread. The clone of an Error belongs to Node's own realm, so `instanceof` may not
 * know it.
 */
function errorOf(thrown: unknown): Error {
  return isNativeError(thrown) ? thrown : new Error(`the worker thread threw ${serializeError(thrown).message}`)
}

/** `new Worker` takes a URL object or a path, but not the text of a URL. */
function toUrl(entry: URL | string): URL {
  return typeof entry === 'string' ? new URL(entry) : entry
}
