import type { FromThread } from '../../protocol/messages.js'
import { rebuildError } from '../../errors/transported-error.js'
import type { CredentialsAnswerer } from './credentials-answerer.js'
import { deferred } from '../../base/promises.js'
import { publish } from '../reporting/diagnostics.js'
import type { Heartbeat } from './heartbeat.js'
import type { OpenTasks } from './open-tasks.js'
import type { OutstandingCalls } from '../calls/outstanding-calls.js'
import type { PendingResults } from '../waiting/pending-results.js'
import type { ServiceStatistics } from '../reporting/service-statistics.js'

interface ListenerTargets {
  readonly pending: PendingResults
  readonly calls: OutstandingCalls
  readonly tasks: OpenTasks
  readonly statistics: ServiceStatistics
  readonly credentials: CredentialsAnswerer
  readonly heartbeat: Heartbeat
}

/** Reads what a thread posts, and passes it on to the parts of the service. It decides nothing itself. */
export class ResultListener {
  readonly #ready = deferred<string>()
  readonly #targets: ListenerTargets
  #failure: Error | undefined

  constructor(targets: ListenerTargets) {
    this.#targets = targets
  }

  /** Resolves with the region once the thread polls, and rejects with StartError if the thread was refused. */
  get ready(): Promise<string> {
    return this.#ready.promise
  }

  /** The error with which the thread said that it gives up, if it did. */
  get failure(): Error | undefined {
    return this.#failure
  }

  receive(message: FromThread): void {
    const { calls, tasks, statistics, credentials, heartbeat } = this.#targets
    heartbeat.heard()
    switch (message.type) {
      case 'ready':
        return this.#ready.resolve(message.region)
      case 'start-refused':
        return this.#ready.reject(rebuildError(message.error))
      case 'task':
        return tasks.add(message.task)
      case 'result':
        return this.#settle(message)
      case 'responded':
        if (message.answered) statistics.answered()
        else statistics.unanswered += 1
        return tasks.responded(message.taskToken, message.answered)
      case 'sending':
        return calls.sending(message.id)
      case 'answer':
        return calls.settle(message.id, message.answer)
      case 'credentials-request':
        return void credentials.answer(message.id)
      case 'pong':
        return
      case 'polled':
        return statistics.polled(message.at)
      case 'fault':
        return this.#recordFault(message)
      case 'warning':
        return publish('swf-result-worker.fault', () => ({ name: 'Warning', message: message.message, retryInMs: undefined }))
      case 'failed':
        this.#failure = rebuildError(message.error)
        return
    }
  }

  #recordFault({ of, name, message, retryInMs }: Extract<FromThread, { type: 'fault' }>): void {
    const { statistics } = this.#targets
    if (of === 'answer') statistics.answerFailed(`${name}: ${message}`)
    else statistics.lastError = `${name}: ${message}`
    publish('swf-result-worker.fault', () => ({ name, message, retryInMs }))
  }

  #settle({ taskToken, key, runId, outcome }: Extract<FromThread, { type: 'result' }>): void {
    const { pending, tasks, statistics } = this.#targets
    tasks.delivered(taskToken)
    if (pending.settle(key, outcome, runId)) return
    statistics.late += 1
    publish('swf-result-worker.result', () => ({ key, outcome: 'late' }))
  }
}
