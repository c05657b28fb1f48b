import { AsyncLocalStorage } from 'node:async_hooks'
import { isNativeError } from 'node:util/types'
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import { isFromThread, type FromThread, type ThreadConfig, type ToThread } from '../protocol/messages.js'
import { serializeError } from '../protocol/serialized-error.js'
import { deferred } from './deferred.js'

/** Taken when the module loads, outside any request: else every result would arrive in the store of whoever started first. */
const outsideAnyStore = AsyncLocalStorage.snapshot()

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
  #cause: Error | undefined

  /** @param listen - gets every message, in order, the last ones before `died` resolves */
  static create(plan: ThreadPlan, listen: (message: FromThread) => void): ResultThread {
    return outsideAnyStore(() => new ResultThread(plan, listen))
  }

  private constructor({ entry, env, config }: ThreadPlan, listen: (message: FromThread) => void) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#worker = new Worker(toUrl(entry), {
      name: 'result-worker',
      // The parent's flags can kill a Worker: `--input-type=module` does.
      execArgv: [],
      env: { ...env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      // No resourceLimits: under a lower one than Node's own a single allocation ends the process that would have passed, or thrown.
      workerData: { port: port2, config },
      transferList: [port2],
    })
    const deliver = (message: unknown): void => {
      if (isFromThread(message)) listen(message)
    }
    this.#port.on('message', deliver)
    this.#watchDeath(deliver)
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

  /** The Worker's `exit` and the port's `close` come in either order, and at `exit` messages may still wait unread on the port. */
  #watchDeath(deliver: (message: unknown) => void): void {
    this.#worker.once('error', (thrown) => (this.#cause ??= errorOf(thrown)))
    const exited = new Promise<number>((resolve) => this.#worker.once('exit', resolve))
    const closed = new Promise<void>((resolve) => this.#port.once('close', resolve))
    void exited.then(async (code) => {
      for (let left = receiveMessageOnPort(this.#port); left !== undefined; left = receiveMessageOnPort(this.#port))
        deliver(left.message)
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
