import { unknownExecution } from '../../answers/faults.js'
import type { Execution } from '../execution/execution.js'
import { closeTimeMs, ExecutionIndex, startTimeMs } from './execution-index.js'

/** The executions of one domain: the open ones, and the closed ones that are kept. */
export class DomainExecutions {
  readonly open = new ExecutionIndex(startTimeMs)
  /** The closed executions in order of their starts. */
  readonly closedByStart = new ExecutionIndex(startTimeMs)
  /** The same closed executions in order of their closes. */
  readonly closedByClose = new ExecutionIndex(closeTimeMs)

  get openCount(): number {
    return this.open.size
  }

  /** The open run of a workflowId. There is one at most. */
  findOpen(workflowId: string): Execution | undefined {
    return this.open.select({ workflowId }).first
  }

  /**
   * The open run of a workflowId, which must have the runId, if one is given.
   * @throws SwfFault UnknownResourceFault
   */
  getOpen(workflowId: string, runId?: string): Execution {
    const execution = this.findOpen(workflowId)
    if (!execution || (runId && execution.runId !== runId)) throw unknownExecution(workflowId, runId)
    return execution
  }
}
