import type { SWF, WorkflowExecutionInfo } from '@aws-sdk/client-swf'

/** Clocks differ: an execution may carry a start time before the request that made it. */
const CLOCK_MARGIN_MS = 3_600_000

/** How many executions of one id are looked at, newest first. */
const MOST_CANDIDATES = 20

export interface SoughtExecution {
  readonly domain: string
  readonly workflowId: string
  /** The exact input that it was started with: it holds the result key, so no other execution has it. */
  readonly input: string
  /** When the first request for it was sent, ms since the epoch. */
  readonly requestedAt: number
}

export interface Search {
  /** Of the execution that was sought. */
  readonly runId?: string | undefined
  /** Another execution is open under the same id, and SWF opens one at a time. */
  readonly idIsTaken: boolean
}

/**
 * Looks for the execution that a start made whose answer was lost. SWF's lists are eventually consistent: not found is no proof.
 *
 * @throws what SWF answers
 */
export async function findExecution(client: SWF, sought: SoughtExecution): Promise<Search> {
  const filter = {
    domain: sought.domain,
    executionFilter: { workflowId: sought.workflowId },
    startTimeFilter: { oldestDate: new Date(sought.requestedAt - CLOCK_MARGIN_MS) },
    maximumPageSize: MOST_CANDIDATES,
  }
  const { executionInfos: open = [] } = await client.listOpenWorkflowExecutions(filter)
  const openRunId = await firstOf(client, sought, open)
  if (openRunId !== undefined) return { runId: openRunId, idIsTaken: false }
  const { executionInfos: closed = [] } = await client.listClosedWorkflowExecutions(filter)
  return { runId: await firstOf(client, sought, closed), idIsTaken: open.length > 0 }
}

async function firstOf(
  client: SWF,
  sought: SoughtExecution,
  candidates: readonly WorkflowExecutionInfo[],
): Promise<string | undefined> {
  for (const { execution } of candidates) {
    const history = await client.getWorkflowExecutionHistory({ domain: sought.domain, execution, maximumPageSize: 1 })
    if (history.events?.[0]?.workflowExecutionStartedEventAttributes?.input === sought.input) return execution?.runId
  }
  return undefined
}
