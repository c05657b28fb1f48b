import type { ExecutionName } from '../events/parts.js'
import type { ExecutionOutcome } from './execution-outcome.js'
import type { Execution, Parent } from './execution.js'

/**
 * The tie between a child and the execution that started it. A child that continues as new hands its link on to its next run: the
 * parent learns only how the last run ended (chosen). A closed parent writes no more events, but still counts its open children (API
 * reference, WorkflowExecutionOpenCounts).
 */
export class ParentLink implements Parent {
  readonly name: ExecutionName
  readonly initiatedEventId: number
  #parent: Execution | undefined
  #startedEventId = 0

  constructor(parent: Execution, initiatedEventId: number) {
    this.#parent = parent
    this.name = { workflowId: parent.workflowId, runId: parent.runId }
    this.initiatedEventId = initiatedEventId
  }

  childStarted(child: Execution): void {
    // The event may be one too many for the parent's history, and the end of the parent may end the child and this link with it.
    const parent = this.#parent
    if (!parent) return
    parent.children.set(this.initiatedEventId, child)
    this.#startedEventId = parent.record('ChildWorkflowExecutionStarted', this.#childAttributes(child))
    parent.wakeDecider()
  }

  continuedBy(nextRun: Execution): void {
    this.#parent?.children.set(this.initiatedEventId, nextRun)
  }

  childClosed(child: Execution, outcome: ExecutionOutcome): void {
    if (outcome.status === 'CONTINUED_AS_NEW') return
    const parent = this.#parent
    // A closed child may be kept longer than its parent. It must not keep the parent, and the parent's own parent, in memory.
    this.#parent = undefined
    if (!parent) return
    parent.children.delete(this.initiatedEventId)
    this.#record(parent, child, outcome)
    parent.wakeDecider()
  }

  #record(parent: Execution, child: Execution, outcome: Exclude<ExecutionOutcome, { status: 'CONTINUED_AS_NEW' }>): void {
    const attributes = { ...this.#childAttributes(child), startedEventId: this.#startedEventId }
    switch (outcome.status) {
      case 'COMPLETED':
        parent.record('ChildWorkflowExecutionCompleted', { ...attributes, result: outcome.result })
        break
      case 'FAILED':
        parent.record('ChildWorkflowExecutionFailed', { ...attributes, reason: outcome.reason, details: outcome.details })
        break
      case 'CANCELED':
        parent.record('ChildWorkflowExecutionCanceled', { ...attributes, details: outcome.details })
        break
      case 'TIMED_OUT':
        parent.record('ChildWorkflowExecutionTimedOut', { ...attributes, timeoutType: 'START_TO_CLOSE' })
        break
      case 'TERMINATED':
        parent.record('ChildWorkflowExecutionTerminated', attributes)
    }
  }

  #childAttributes({ workflowId, runId, workflowType }: Execution) {
    return { workflowExecution: { workflowId, runId }, workflowType, initiatedEventId: this.initiatedEventId }
  }
}
