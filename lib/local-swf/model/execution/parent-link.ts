import type { Ending } from './execution-outcome.js'
import type { ExecutionName } from '../events/parts.js'
import type { Execution } from './execution.js'

/**
 * What ties a child to the execution that started it. A child that continues as new hands the link on to its next run: the parent
 * hears of the last one's end only (chosen). A closed parent writes nothing more, but still counts its children (API reference,
 * WorkflowExecutionOpenCounts).
 */
export class ParentLink {
  readonly name: ExecutionName
  readonly initiatedEventId: number
  #parent: Execution | undefined
  #startedEventId = 0

  constructor(parent: Execution, initiatedEventId: number) {
    this.#parent = parent
    this.name = { workflowId: parent.workflowId, runId: parent.runId }
    this.initiatedEventId = initiatedEventId
  }

  started(child: Execution): void {
    // Kept here: the event may be one too many for the parent, whose end may end the child at once.
    const parent = this.#parent
    if (!parent) return
    parent.children.set(this.initiatedEventId, child)
    this.#startedEventId = parent.record('ChildWorkflowExecutionStarted', this.#about(child))
    parent.wakeDecider()
  }

  /** The next run of a child that continues as new. */
  continuedBy(child: Execution): void {
    this.#parent?.children.set(this.initiatedEventId, child)
  }

  ended(child: Execution, ending: Ending): void {
    if (ending.status === 'CONTINUED_AS_NEW') return
    const parent = this.#parent
    // A closed child may be kept longer than its parent, and must not keep it, and the parent's own parent, in memory.
    this.#parent = undefined
    if (!parent) return
    parent.children.delete(this.initiatedEventId)
    this.#record(parent, child, ending)
    parent.wakeDecider()
  }

  #record(parent: Execution, child: Execution, ending: Exclude<Ending, { status: 'CONTINUED_AS_NEW' }>): void {
    const about = { ...this.#about(child), startedEventId: this.#startedEventId }
    switch (ending.status) {
      case 'COMPLETED':
        parent.record('ChildWorkflowExecutionCompleted', { ...about, result: ending.result })
        break
      case 'FAILED':
        parent.record('ChildWorkflowExecutionFailed', { ...about, reason: ending.reason, details: ending.details })
        break
      case 'CANCELED':
        parent.record('ChildWorkflowExecutionCanceled', { ...about, details: ending.details })
        break
      case 'TIMED_OUT':
        parent.record('ChildWorkflowExecutionTimedOut', { ...about, timeoutType: 'START_TO_CLOSE' })
        break
      case 'TERMINATED':
        parent.record('ChildWorkflowExecutionTerminated', about)
    }
  }

  #about({ workflowId, runId, workflowType }: Execution) {
    return { workflowExecution: { workflowId, runId }, workflowType, initiatedEventId: this.initiatedEventId }
  }
}
