import type { Execution } from './execution.js'
import { LinkedList, type ListNode } from './linked-list.js'

/** Executions in the order in which they were added, and by workflowId. */
export class ExecutionIndex {
  readonly #inOrder = new LinkedList<Execution>()
  readonly #nodes = new Map<Execution, ListNode<Execution>>()
  readonly #byWorkflowId = new Map<string, Set<Execution>>()

  add(execution: Execution): void {
    this.#nodes.set(execution, this.#inOrder.push(execution))
    const runs = this.#byWorkflowId.get(execution.workflowId)
    if (runs) runs.add(execution)
    else this.#byWorkflowId.set(execution.workflowId, new Set([execution]))
  }

  remove(execution: Execution): void {
    const node = this.#nodes.get(execution)
    if (node) this.#inOrder.remove(node)
    this.#nodes.delete(execution)
    const runs = this.#byWorkflowId.get(execution.workflowId)
    runs?.delete(execution)
    if (runs?.size === 0) this.#byWorkflowId.delete(execution.workflowId)
  }

  /** The runs of one workflowId, in the order in which they were added. */
  runsOf(workflowId: string): Iterable<Execution> {
    return this.#byWorkflowId.get(workflowId) ?? []
  }

  newestFirst(): Iterable<Execution> {
    return this.#inOrder.newestFirst()
  }
}
