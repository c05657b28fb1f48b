import type { OpenTask, OrphanedTask } from '../../protocol/messages.js'
import type { KeepAlive } from '../../base/keep-alive.js'
import type { UnansweredTask } from '../reporting/stop-report.js'

interface Entry extends OpenTask {
  delivered: boolean
  /** What became of the thread that had it; undefined while a thread has it, and the process lives for its answer. */
  orphanedBy: string | undefined
}

/** The result tasks that SWF gave to a thread and that it has not answered yet, by token: they outlive the thread. */
export class OpenTasks {
  readonly #tasks = new Map<string, Entry>()
  readonly #keepAlive: KeepAlive
  /** While a stop is under way: those to which SWF got no answer. */
  #unanswered: UnansweredTask[] | undefined

  constructor(keepAlive: KeepAlive) {
    this.#keepAlive = keepAlive
  }

  add(task: OpenTask): void {
    this.#remove(task.taskToken)
    this.#tasks.set(task.taskToken, { ...task, delivered: false, orphanedBy: undefined })
    this.#keepAlive.hold()
  }

  /** Its result is here. */
  delivered(taskToken: string): void {
    const task = this.#tasks.get(taskToken)
    if (task !== undefined) task.delivered = true
  }

  /** @param answered - false if SWF could not be told */
  responded(taskToken: string, answered: boolean): void {
    const task = this.#remove(taskToken)
    if (task !== undefined && !answered) this.#unanswered?.push(executionOf(task))
  }

  /**
   * The thread that had them is gone. Until another answers them the process need not live: their timeouts in SWF do as well.
   *
   * @param reason - what became of it
   */
  orphan(reason: string): void {
    for (const task of this.#tasks.values()) {
      if (task.orphanedBy !== undefined) continue
      task.orphanedBy = reason
      this.#keepAlive.release()
    }
  }

  get orphans(): readonly OrphanedTask[] {
    return Array.from(this.#tasks.values()).flatMap(({ taskToken, delivered, orphanedBy: reason }) =>
      reason === undefined ? [] : [{ taskToken, delivered, reason }],
    )
  }

  /** From now on the unanswered are noted, for `endStop`. */
  beginStop(): void {
    this.#unanswered = []
  }

  /** Forgets all. */
  endStop(): readonly UnansweredTask[] {
    const unanswered = [...(this.#unanswered ?? []), ...Array.from(this.#tasks.values(), executionOf)]
    this.#unanswered = undefined
    this.forget()
    return unanswered
  }

  forget(): void {
    for (const taskToken of this.#tasks.keys()) this.#remove(taskToken)
  }

  #remove(taskToken: string): OpenTask | undefined {
    const task = this.#tasks.get(taskToken)
    if (task === undefined) return undefined
    this.#tasks.delete(taskToken)
    if (task.orphanedBy === undefined) this.#keepAlive.release()
    return task
  }
}

function executionOf({ workflowId, runId }: OpenTask): UnansweredTask {
  return { workflowId, runId }
}
