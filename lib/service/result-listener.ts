import type { FromThread, Outcome } from '../protocol/messages.js'
import { rebuildError } from '../protocol/transported-error.js'
import type { CredentialsAnswerer } from './credentials-answerer.js'
import { deferred } from './deferred.js'
import { publish } from './diagnostics.js'
import type { KeepAlive } from './keep-alive.js'
import type { OutstandingCalls } from './outstanding-calls.js'
import type { PendingResults } from './pending-results.js'
import type { PollStatistics } from './poll-statistics.js'

export interface ListenerTargets {
  readonly pending: PendingResults
  readonly calls: OutstandingCalls
  readonly statistics: PollStatistics
  readonly credentials: CredentialsAnswerer
  readonly keepAlive: KeepAlive
}

/** The one reader of what a thread posts: it settles promises and keeps count, and decides nothing. */
export class ResultListener {
  readonly #ready = deferred<string>()
  readonly #targets: ListenerTargets
  #failure: Error | undefined
  /** Results whose tasks the thread has yet to answer: a process that ended now would leave them to their timeouts in SWF. */
  #unanswered = 0

  constructor(targets: ListenerTargets) {
    this.#targets = targets
  }

  /** Resolves with the region once the thread polls, rejects with StartError if it will not. */
  get ready(): Promise<string> {
    return this.#ready.promise
  }

  /** Why the thread said it gives up, if it did. */
  get failure(): Error | undefined {
    return this.#failure
  }

  receive(message: FromThread): void {
    const { calls, statistics, credentials } = this.#targets
    switch (message.type) {
      case 'ready':
        return this.#ready.resolve(message.region)
      case 'start-refused':
        return this.#ready.reject(rebuildError(message.error))
      case 'result':
        return this.#settle(message.key, message.outcome)
      case 'responded':
        return this.#responded()
      case 'unanswered':
        statistics.unanswered += 1
        return
      case 'answer':
        return calls.settle(message.id, message.answer)
      case 'credentials-request':
        return void credentials.answer(message.id)
      case 'polled':
        return statistics.polled(message.at)
      case 'fault':
        statistics.lastError = `${message.name}: ${message.message}`
        return publish('swf-result-worker.fault', () => ({
          name: message.name,
          message: message.message,
          retryInMs: message.retryInMs,
        }))
      case 'warning':
        return publish('swf-result-worker.fault', () => ({ name: 'Warning', message: message.message, retryInMs: undefined }))
      case 'failed':
        this.#failure = rebuildError(message.error)
        return
      case 'halted':
        return
    }
  }

  /** The thread is gone, and answers nothing any more. */
  end(): void {
    while (this.#unanswered > 0) this.#responded()
  }

  #responded(): void {
    this.#unanswered -= 1
    this.#targets.keepAlive.release()
  }

  #settle(key: string, outcome: Outcome): void {
    const { pending, statistics, keepAlive } = this.#targets
    this.#unanswered += 1
    keepAlive.hold()
    if (pending.settle(key, outcome)) return
    statistics.late += 1
    publish('swf-result-worker.result', () => ({ key, outcome: 'late' }))
  }
}
