import type { FromThread, Outcome } from '../protocol/messages.js'
import { rebuildError } from '../protocol/transported-error.js'
import type { CredentialsAnswerer } from './credentials-answerer.js'
import { deferred } from './deferred.js'
import { publish } from './diagnostics.js'
import type { OutstandingCalls } from './outstanding-calls.js'
import type { PendingResults } from './pending-results.js'
import type { PollStatistics } from './poll-statistics.js'

export interface ListenerTargets {
  readonly pending: PendingResults
  readonly calls: OutstandingCalls
  readonly statistics: PollStatistics
  readonly credentials: CredentialsAnswerer
}

/** The one reader of what a thread posts: it settles promises and keeps count, and decides nothing. */
export class ResultListener {
  readonly #ready = deferred<string>()
  readonly #targets: ListenerTargets
  #failure: Error | undefined

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
      case 'answer':
        return calls.settle(message.id, message.answer)
      case 'credentials-request':
        return credentials.answer(message.id)
      case 'polled':
        return statistics.polled(message.at)
      case 'fault':
        statistics.lastError = `${message.name}: ${message.message}`
        return publish('swf-result-worker.fault', () => ({
          name: message.name,
          message: message.message,
          retryInMs: message.retryInMs,
        }))
      case 'failed':
        this.#failure = rebuildError(message.error)
        return
      case 'halted':
        return
    }
  }

  #settle(key: string, outcome: Outcome): void {
    const { pending, statistics } = this.#targets
    const expected = pending.settle(key, outcome)
    if (expected) statistics.settled += 1
    else statistics.late += 1
    publish('swf-result-worker.result', () => ({ key, outcome: expected ? outcome.status : 'late' }))
  }
}
