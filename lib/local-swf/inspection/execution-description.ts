import type { NameAndVersion } from '../answers/faults.js'
import type { CloseStatus } from '../model/execution/execution-outcome.js'
import type { ExecutionName } from '../model/events/parts.js'
import type { Execution } from '../model/execution/execution.js'
import { openCounts, type OpenCounts } from '../model/execution/open-counts.js'

/** OPEN, or how the execution was closed. */
export type ExecutionStatus = 'OPEN' | CloseStatus

/** One run of a workflow, as it was at the moment of asking. */
export interface ExecutionDescription {
  readonly domain: string
  readonly workflowId: string
  readonly runId: string
  readonly workflowType: NameAndVersion
  readonly status: ExecutionStatus
  readonly startedAt: Date
  /** Undefined while it is open. */
  readonly closedAt: Date | undefined
  readonly tagList: readonly string[]
  /** The execution that started it as its child, if one did. */
  readonly parent: ExecutionName | undefined
  readonly openCounts: OpenCounts
}

/** A copy: it does not change with the execution. */
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

/** Rounded as the SDK rounds the times of its answers: a clock may give fractions of a millisecond. */
function dateOf(timeMs: number): Date {
  return new Date(Math.round(timeMs))
}

export function statusOf({ closeStatus }: Execution): ExecutionStatus {
  return closeStatus ?? 'OPEN'
}
