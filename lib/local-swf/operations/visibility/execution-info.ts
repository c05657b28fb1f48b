import type { Execution } from '../../model/execution/execution.js'

/** What the lists and the descriptions of executions tell of one. */
export function executionInfo(execution: Execution): object {
  const { workflowId, runId, workflowType, startedAtMs, closedAtMs, closeStatus, tagList, cancelRequested, isOpen, parent } =
    execution
  return {
    execution: { workflowId, runId },
    workflowType,
    startTimestamp: startedAtMs / 1000,
    closeTimestamp: closedAtMs === undefined ? undefined : closedAtMs / 1000,
    executionStatus: isOpen ? 'OPEN' : 'CLOSED',
    closeStatus,
    parent: parent?.name,
    tagList,
    cancelRequested,
  }
}
