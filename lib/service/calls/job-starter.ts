import type { StartSettings } from '../../protocol/messages.js'
import { markHandled } from '../../base/promises.js'
import { plainCopy } from '../../protocol/plain-data.js'
import { AbortWatch } from '../waiting/abort-watch.js'
import { abortError, type PendingResults } from '../waiting/pending-results.js'
import type { Wait } from '../waiting/result-options.js'
import type { OutstandingCalls } from './outstanding-calls.js'
import { AwaitedStart, UnawaitedStart, type StartUnderWay } from './start-under-way.js'
import type { StartedJob, UnawaitedJob } from './started-job.js'

export interface StartJobRequest extends StartSettings {
  readonly wait: Wait
}

export interface StartUnawaitedJobRequest extends StartSettings {
  readonly signal?: AbortSignal | undefined
}

/** Starts jobs: it reserves their result keys, and has the thread start their executions. */
export class JobStarter {
  readonly #pending: PendingResults
  readonly #calls: OutstandingCalls
  readonly #aborts = new AbortWatch<UnawaitedStart>({ aborted: (start, reason) => start.abort(reason) })

  constructor(pending: PendingResults, calls: OutstandingCalls) {
    this.#pending = pending
    this.#calls = calls
  }

  /**
   * Starts a job whose result is awaited. The key is given up if the start fails. When the wait itself ends, by a deadline, a signal or a
   * stop, the start ends too, even while the service is still starting. A result that comes before the answer to the start also ends it.
   *
   * @param whenRunning - returns a promise that resolves once the service runs, and throws if the service takes no jobs
   * @throws TypeError naming the path of what is no plain data in the input
   */
  start(whenRunning: () => Promise<unknown>, request: StartJobRequest): Promise<StartedJob> {
    const { wait, workflowId } = request
    const settings = copySettings(request)
    if (wait.signal?.aborted) throw abortError(wait.signal.reason)
    const running = whenRunning()
    const entry = this.#pending.reserve(wait)
    entry.execution = { workflowId }
    entry.isUnsent = true
    const start = new AwaitedStart(this.#calls, this.#pending, entry)
    beginWhenRunning(running, start, settings, entry.key)
    return start.started
  }

  /**
   * Starts a job whose result nobody awaits. The abort of the signal ends the start at any moment, even while the service is still
   * starting.
   *
   * @param whenRunning - returns a promise that resolves once the service runs, and throws if the service takes no jobs
   * @throws TypeError naming the path of what is no plain data in the input
   */
  startUnawaited(whenRunning: () => Promise<unknown>, request: StartUnawaitedJobRequest): Promise<UnawaitedJob> {
    const { signal, workflowId } = request
    const settings = copySettings(request)
    if (signal?.aborted) throw abortError(signal.reason)
    const running = whenRunning()
    const start = new UnawaitedStart(this.#calls, workflowId, () => {
      if (signal !== undefined) this.#aborts.remove(signal, start)
    })
    if (signal !== undefined) this.#aborts.add(signal, start)
    beginWhenRunning(running, start, settings, undefined)
    return markHandled(start.started)
  }
}

/** Copies the input at once, so that nothing that the caller does to it afterwards changes the job. */
function copySettings({ workflowId, execution, activity, input }: StartSettings): StartSettings {
  return { workflowId, execution, activity, input: plainCopy(input, `the input of ${activity.className}.${activity.method}`) }
}

function beginWhenRunning(
  running: Promise<unknown>,
  start: Pick<StartUnderWay<unknown>, 'begin' | 'failed'>,
  { workflowId, execution, activity, input }: StartSettings,
  key: string | undefined,
): void {
  running.then(
    () => start.begin({ type: 'startExecution', workflowId, key, execution, activity, input }),
    (refusal: unknown) => start.failed(refusal),
  )
}
