import type { Swf } from '../model/swf.js'
import { describeExecution, type ExecutionDescription, type ExecutionStatus } from './execution-description.js'
import { abortError, endedError, ExecutionWaits, isWanted, requireSignal, requireStatus, type Wanted } from './execution-waits.js'
import { domainsOf, executionsOf, runsOf } from './find-runs.js'
import type { HistoryEvent } from './history-event.js'
import { historyOf, type HistoryOptions } from './find-history.js'
import { describeTaskLists, type TaskListDescription } from './task-list-description.js'

export interface ExecutionsOptions {
  /** @default all domains */
  readonly domain?: string
}

export interface WaitForExecutionOptions {
  /** @default any domain */
  readonly domain?: string
  /** Ends the wait. */
  readonly signal?: AbortSignal
}

/**
 * What is in a LocalSwf, seen from its own process: no request is sent, and nothing that is seen changes with the server.
 * After `stop` all is seen as it was then.
 */
export class Sight {
  readonly #swf: Swf
  readonly #waits = new ExecutionWaits()
  #isStopped = false

  /** @internal LocalSwf.start makes it */
  protected constructor(swf: Swf) {
    this.#swf = swf
    swf.listeners.add(this.#waits.changed)
  }

  /**
   * The events of an execution, open or closed, the first one first: of its latest run, unless a `runId` says otherwise.
   * They are copies, and the caller's.
   * @throws Error that names what there is, when there is no such domain, execution or run; or the domains, when several have
   * an execution of that workflowId and no `domain` says which is meant
   */
  history(workflowId: string, options: HistoryOptions = {}): HistoryEvent[] {
    return historyOf(this.#swf, workflowId, options)
  }

  /**
   * All executions that are kept, open and closed, in the order in which they started.
   * @throws Error that names the domains there are, when there is no such domain
   */
  executions({ domain }: ExecutionsOptions = {}): ExecutionDescription[] {
    return executionsOf(domainsOf(this.#swf, domain)).map(describeExecution)
  }

  /**
   * Resolves as soon as the latest run of that workflowId has the status: at once if it has it already; without a status as soon as
   * there is a run. An execution, and the domain too, may still be to come; without a `domain`, it may come in any. A run that
   * continues as new is the latest one just until the next begins: its CONTINUED_AS_NEW reaches whoever waits for it by then. What is
   * described is the execution of the next moment: what lasts no moment may have ended by then.
   *
   * Rejects with
   * - TypeError for a status or signal that is none,
   * - Error that names the domains, when several have an execution of that workflowId already and no `domain` says which is meant,
   * - AbortError when the signal aborts, or has done so before; its `cause` is the signal's reason,
   * - Error when the server is stopped or reset.
   */
  async waitForExecution(
    workflowId: string,
    status?: ExecutionStatus,
    { domain, signal }: WaitForExecutionOptions = {},
  ): Promise<ExecutionDescription> {
    requireStatus(status)
    requireSignal(signal)
    if (signal?.aborted) throw abortError(signal.reason)
    const wanted: Wanted = { workflowId, status, domain }
    const domains = [...this.#swf.domains()].filter(({ name }) => domain === undefined || name === domain)
    const latest = runsOf(domains, workflowId).at(-1)
    if (latest && isWanted(latest, wanted)) return describeExecution(latest)
    if (this.#isStopped) throw endedError(wanted, 'stopped')
    return describeExecution(await this.#waits.wait(wanted, signal))
  }

  /** Every task list in which tasks or polls wait: domain by domain, the activity lists before the decision lists. */
  taskLists(): TaskListDescription[] {
    return [...this.#swf.domains()].flatMap(describeTaskLists)
  }

  /** @internal What is awaited cannot come true any more. */
  protected endWaits(what: 'reset' | 'stopped'): void {
    this.#isStopped ||= what === 'stopped'
    this.#waits.rejectAll(what)
  }
}
