import type { Execution } from './execution.js'

/** Executions, and those of one workflowId. */
export class ExecutionIndex {
  readonly #executions = new Set<Execution>()
  readonly #byWorkflowId = new Map<string, Set<Execution>>()

  get size(): number {
    return this.#executions.size
  }

  add(execution: Execution): void {
    this.#executions.add(execution)
    const runs = this.#byWorkflowId.get(execution.workflowId)
    if (runs) runs.add(execution)
    else this.#byWorkflowId.set(execution.workflowId, new Set([execution]))
  }

  remove(execution: Execution): void {
    this.#executions.delete(execution)
    const runs = this.#byWorkflowId.get(execution.workflowId)
    runs?.delete(execution)
    if (runs?.size === 0) this.#byWorkflowId.delete(execution.workflowId)
  }

  runsOf(workflowId: string): Iterable<Execution> {
    return this.#byWorkflowId.get(workflowId) ?? []
  }

  all(): Iterable<Execution> {
    return this.#executions
  }
}
