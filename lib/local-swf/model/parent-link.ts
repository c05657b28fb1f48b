import type { Ending } from './ending.js'
import type { ExecutionName } from './events/parts.js'
import type { Execution } from './execution.js'

/**
 * What ties a child to the execution that started it. A child that continues as new hands the link on to its next run: the parent
 * hears of the last one's end only (chosen). A closed parent writes nothing more, but still counts its children (API reference,
 * WorkflowExecutionOpenCounts).
 */
export class ParentLink {
  readonly name: ExecutionName
  readonly initiatedEventId: number
  readonly #parent: Execution
  #startedEventId = 0

  constructor(parent: Execution, initiatedEventId: number) {
    this.#parent = parent
    this.name = { workflowId: parent.workflowId, runId: parent.runId }
    this.initiatedEventId = initiatedEventId
  }

  started(child: Execution): void {
    this.#parent.children.set(this.initiatedEventId, child)
    this.#startedEventId = this.#parent.record('ChildWorkflowExecutionStarted', this.#about(child))
    this.#parent.wakeDecider()
  }

  /** The next run of a child that continues as new. */
  continuedBy(child: Execution): void {
    this.#parent.children.set(this.initiatedEventId, child)
  }

  ended(child: Execution, ending: Ending): void {
    if (ending.status === 'CONTINUED_AS_NEW') return
    this.#parent.children.delete(this.initiatedEventId)
    this.#record(child, ending)
    this.#parent.wakeDecider()
  }

  #record(child: Execution, ending: Exclude<Ending, { status: 'CONTINUED_AS_NEW' }>): void {
    const parent = this.#parent
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
