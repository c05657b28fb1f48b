import type { NameAndVersion } from '../answers/faults.js'
import type { CloseStatus } from '../model/execution/execution-outcome.js'
import type { ExecutionName } from '../model/events/parts.js'
import type { Execution } from '../model/execution/execution.js'
import { openCounts, type OpenCounts } from '../model/execution/open-counts.js'

/** `OPEN`, or SWF's close status of an execution that is closed. */
export type ExecutionStatus = 'OPEN' | CloseStatus

/** What a run of a workflow was like at the moment when it was asked for. */
export interface ExecutionDescription {
  readonly domain: string
  readonly workflowId: string
  readonly runId: string
  readonly workflowType: NameAndVersion
  readonly status: ExecutionStatus
  readonly startedAt: Date
  /** Undefined while the execution is open. */
  readonly closedAt: Date | undefined
  readonly tagList: readonly string[]
  /** The execution that started this one as its child, if one did. */
  readonly parent: ExecutionName | undefined
  /** How many tasks, timers and children of the execution are open. */
  readonly openCounts: OpenCounts
}

/** Describes an execution. The description is a copy, which does not change with the execution. */
export function describeExecution(execution: Execution): ExecutionDescription {
  const { domain, workflowId, runId, workflowType, startedAtMs, closedAtMs, tagList = [], parent } = execution
  return {
    domain: domain.name,
    workflowId,
    runId,
    workflowType: { ...workflowType },
    status: statusOf(execution),
    startedAt: dateOf(startedAtMs),
    closedAt: closedAtMs === undefined ? undefined : dateOf(closedAtMs),
    tagList: [...tagList],
    parent: parent && { ...parent.name },
    openCounts: openCounts(execution),
  }
}

/** The SDK rounds the times of its answers in the same way. A clock may give fractions of a millisecond. */
function dateOf(timeMs: number): Date {
  return new Date(Math.round(timeMs))
}

export function statusOf({ closeStatus }: Execution): ExecutionStatus {
  return closeStatus ?? 'OPEN'
}
