import type { Execution } from '../../model/execution/execution.js'

/** An execution as lists and descriptions show it. */
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
