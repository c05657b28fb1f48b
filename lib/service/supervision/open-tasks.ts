import type { OpenTask, OrphanedTask } from '../../protocol/messages.js'
import type { KeepAlive } from '../../base/keep-alive.js'
import type { UnansweredTask } from '../reporting/stop-report.js'

interface Entry extends OpenTask {
  delivered: boolean
  /** How the thread that had the task ended. It is undefined while a thread has the task, and the process lives for the answer then. */
  orphanedBy: string | undefined
}

/** The result tasks that SWF gave to a thread and that are not answered yet, by token. They outlive the thread. */
export class OpenTasks {
  readonly #tasks = new Map<string, Entry>()
  readonly #keepAlive: KeepAlive
  /** The tasks to which SWF got no answer while a stop is under way. It is undefined at all other times. */
  #unanswered: UnansweredTask[] | undefined

  constructor(keepAlive: KeepAlive) {
    this.#keepAlive = keepAlive
  }

  add(task: OpenTask): void {
    this.#remove(task.taskToken)
    this.#tasks.set(task.taskToken, { ...task, delivered: false, orphanedBy: undefined })
    this.#keepAlive.hold()
  }

  /** The task's result has reached the main thread. */
  delivered(taskToken: string): void {
    const task = this.#tasks.get(taskToken)
    if (task !== undefined) task.delivered = true
  }

  /**
   * The thread is done with the task.
   *
   * @param answered - false if SWF could not be told of the answer
   */
  responded(taskToken: string, answered: boolean): void {
    const task = this.#remove(taskToken)
    if (task !== undefined && !answered) this.#unanswered?.push(executionOf(task))
  }

  /**
   * The thread that had the tasks is dead. The process need not live until a successor answers them, since SWF times them out anyway.
   *
   * @param reason - how the thread ended
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

  /** From now on the tasks that get no answer are kept for `endStop`. */
  beginStop(): void {
    this.#unanswered = []
  }

  /** Forgets all tasks, and returns those that got no answer since `beginStop`. */
  endStop(): readonly UnansweredTask[] {
    const unanswered = [...(this.#unanswered ?? []), ...Array.from(this.#tasks.values(), executionOf)]
    this.#unanswered = undefined
    this.forget()
    return unanswered
  }

  /** Forgets all tasks. */
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
