import { isNativeError } from 'node:util/types'
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import { isFromThread, type FromThread, type ThreadConfig, type ToThread } from '../../protocol/messages.js'
import { serializeError } from '../../errors/serialized-error.js'
import { deferred } from '../../base/promises.js'
import { outsideAnyStore } from '../../base/outside-any-store.js'

/** What a thread is made from. */
export interface ThreadPlan {
  /** URL of the thread's JavaScript, or its text. */
  readonly entry: URL | string
  readonly env: NodeJS.ProcessEnv
  readonly config: ThreadConfig
}

/** The main thread's end of one worker thread: messages in, messages out, and the certainty of its death. */
export class ResultThread {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #died = deferred<Error>()
  readonly #listen: (message: FromThread) => void
  #isDelivering = false
  #isClosed = false
  #cause: Error | undefined

  /** @param listen - gets every message, in order, the last ones before `died` resolves */
  static create(plan: ThreadPlan, listen: (message: FromThread) => void): ResultThread {
    // Else every result would arrive in the store of whoever started first.
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
      // No resourceLimits: under a lower one than Node's own a single allocation ends the process that would have passed, or thrown.
      workerData: { port: port2, config },
      transferList: [port2],
    })
    this.#port.on('message', (message) => this.#deliver(message))
    this.#watchDeath()
    // Neither keeps the process alive: KeepAlive does. The listener has ref'd the port, so it comes first.
    this.#port.unref()
    this.#worker.unref()
  }

  /** Resolves with the cause when the thread is gone and all that it had posted was delivered. */
  get died(): Promise<Error> {
    return this.#died.promise
  }

  post(message: ToThread): void {
    this.#port.postMessage(message)
  }

  /** Delivers what was posted but not read yet, each message once and in order. Within a delivery it does nothing: the rest follows. */
  readMessages(): void {
    if (!this.#isDelivering) outsideAnyStore(() => this.#readAll())
  }

  /**
   * Ends the thread by force, whatever it is doing.
   *
   * @param cause - why, for `died`
   */
  async terminate(cause?: Error): Promise<void> {
    this.#cause ??= cause
    await this.#worker.terminate()
    await this.#died.promise
  }

  /** Node 20 crashes where a port is asked while it tells of its own close. */
  #readAll(): void {
    while (!this.#isClosed) {
      const left = receiveMessageOnPort(this.#port)
      if (left === undefined) return
      this.#deliver(left.message)
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

  /** The Worker's `exit` and the port's `close` come in either order, and at `exit` messages may still wait unread on the port. */
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

/** Of what nobody caught in the thread. A clone of an Error is one of Node's own realm. */
function errorOf(thrown: unknown): Error {
  return isNativeError(thrown) ? thrown : new Error(`the worker thread threw ${serializeError(thrown).message}`)
}

/** `new Worker` takes a URL object or a path, and the text of a URL for neither. */
function toUrl(entry: URL | string): URL {
  return typeof entry === 'string' ? new URL(entry) : entry
}
