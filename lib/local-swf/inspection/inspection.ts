import type { Swf } from '../model/swf.js'
import { describeExecution, type ExecutionDescription, type ExecutionStatus } from './execution-description.js'
import { abortError, endError, ExecutionWaits, isWanted, requireSignal, requireStatus, type Wanted } from './execution-waits.js'
import { findHistory, type HistoryOptions } from './find-history.js'
import { findDomains, findExecutions, findRuns } from './find-runs.js'
import type { HistoryEvent } from './history-event.js'
import { describeTaskLists, type TaskListDescription } from './task-list-description.js'

/** Which executions `LocalSwf.executions` shows. */
export interface ExecutionsOptions {
  /**
   * The domain whose executions are wanted.
   * @default all domains
   */
  readonly domain?: string
}

/** Which execution `LocalSwf.waitForExecution` waits for, and for how long. */
export interface WaitForExecutionOptions {
  /**
   * The domain of the execution.
   * @default any domain
   */
  readonly domain?: string
  /** Ends the wait when it aborts. */
  readonly signal?: AbortSignal
}

/** Shows what is in a LocalSwf to the process that it runs in. LocalSwf's own methods of the same names say what each does. */
export class Inspection {
  readonly #swf: Swf
  readonly #waits = new ExecutionWaits()
  #isStopped = false

  constructor(swf: Swf) {
    this.#swf = swf
    swf.listeners.add(this.#waits.noteChange)
  }

  history(workflowId: string, options: HistoryOptions): HistoryEvent[] {
    return findHistory(this.#swf, workflowId, options)
  }

  executions({ domain }: ExecutionsOptions): ExecutionDescription[] {
    return findExecutions(this.#swf, findDomains(this.#swf, domain)).map(describeExecution)
  }

  async waitForExecution(
    workflowId: string,
    status: ExecutionStatus | undefined,
    { domain, signal }: WaitForExecutionOptions,
  ): Promise<ExecutionDescription> {
    requireStatus(status)
    requireSignal(signal)
    if (signal?.aborted) throw abortError(signal.reason)
    const wanted: Wanted = { workflowId, status, domain }
    const domains = [...this.#swf.domains()].filter(({ name }) => domain === undefined || name === domain)
    const latest = findRuns(this.#swf, domains, workflowId).at(-1)
    if (latest && isWanted(latest, wanted)) return describeExecution(latest)
    if (this.#isStopped) throw endError(wanted, 'stopped')
    return describeExecution(await this.#waits.wait(wanted, signal))
  }

  taskLists(): TaskListDescription[] {
    return [...this.#swf.domains()].flatMap(describeTaskLists)
  }

  /** Rejects every wait, because what is awaited cannot come true any more. */
  endWaits(cause: 'reset' | 'stopped'): void {
    this.#isStopped ||= cause === 'stopped'
    this.#waits.rejectAll(cause)
  }
}
