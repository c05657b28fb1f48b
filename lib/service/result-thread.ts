import { AsyncLocalStorage } from 'node:async_hooks'
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import { isFromThread, type FromThread, type ThreadConfig, type ToThread } from '../protocol/messages.js'
import { deferred } from './deferred.js'
import type { Referable } from './keep-alive.js'

/** Taken when the module loads, outside any request: else every result would arrive in the store of whoever started first. */
const outsideAnyStore = AsyncLocalStorage.snapshot()

/** The main thread's end of one worker thread: messages in, messages out, and the certainty of its death. */
export class ResultThread implements Referable {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #died = deferred<Error>()

  /**
   * @param entry - URL or path of the thread's JavaScript
   * @param listen - gets every message, in order, the last ones before `died` resolves
   */
  static create(entry: URL | string, config: ThreadConfig, listen: (message: FromThread) => void): ResultThread {
    return outsideAnyStore(() => new ResultThread(entry, config, listen))
  }

  private constructor(entry: URL | string, config: ThreadConfig, listen: (message: FromThread) => void) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#worker = new Worker(toUrl(entry), {
      name: 'result-worker',
      // The parent's flags can kill a Worker: `--input-type=module` does.
      execArgv: [],
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      workerData: { port: port2, config },
      transferList: [port2],
    })
    const deliver = (message: unknown): void => {
      if (isFromThread(message)) listen(message)
    }
    this.#port.on('message', deliver)
    this.#watchDeath(deliver)
    // The listener has ref'd the port; the Worker alone keeps the process alive.
    this.#port.unref()
  }

  /** Resolves with the cause when the thread is gone and all that it had posted was delivered. */
  get died(): Promise<Error> {
    return this.#died.promise
  }

  post(message: ToThread): void {
    this.#port.postMessage(message)
  }

  ref(): void {
    this.#worker.ref()
  }

  unref(): void {
    this.#worker.unref()
  }

  /** Ends the thread by force, whatever it is doing. */
  async terminate(): Promise<void> {
    await this.#worker.terminate()
    await this.#died.promise
  }

  /** The Worker's `exit` and the port's `close` come in either order, and at `exit` messages may still wait unread on the port. */
  #watchDeath(deliver: (message: unknown) => void): void {
    let cause: Error | undefined
    this.#worker.once('error', (error) => (cause = error instanceof Error ? error : new Error(String(error))))
    const exited = new Promise<number>((resolve) => this.#worker.once('exit', resolve))
    const closed = new Promise<void>((resolve) => this.#port.once('close', resolve))
    void exited.then(async (code) => {
      for (let left = receiveMessageOnPort(this.#port); left !== undefined; left = receiveMessageOnPort(this.#port))
        deliver(left.message)
      this.#port.close()
      await closed
      this.#died.resolve(cause ?? new Error(`the worker thread ended with exit code ${code}`))
    })
  }
}

/** `new Worker` takes a URL object or a path, and the text of a URL for neither. */
function toUrl(entry: URL | string): URL {
  return typeof entry === 'string' ? new URL(entry) : entry
}
