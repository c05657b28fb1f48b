import type { SWF, WorkflowExecutionInfo } from '@aws-sdk/client-swf'

/** SWF requires an oldest date, and no execution is older than this. A date from the clock of this machine might be wrong by days. */
const OLDEST_DATE = new Date(Date.UTC(2012, 0, 1))

/** How many executions of one id are looked at. The newest come first. */
const MOST_CANDIDATES = 20

/** How long the whole search may take, in ms. */
const SEARCH_WITHIN_MS = 10_000

interface SoughtExecution {
  readonly domain: string
  readonly workflowId: string
  /** The exact input with which the execution was started. It holds the result key, so no other execution has the same. */
  readonly input: string
}

export interface Search {
  /** The run of the execution, if it was found. */
  readonly runId?: string | undefined
  /** Whether another execution is open under the same id. SWF allows only one. */
  readonly idIsTaken: boolean
}

/**
 * Looks for an execution whose start got no answer. SWF's lists are eventually consistent, so an execution that is not found may still
 * exist.
 *
 * @throws the error that SWF answers with
 */
export async function findExecution(client: SWF, sought: SoughtExecution, withinMs = SEARCH_WITHIN_MS): Promise<Search> {
  const abortSignal = AbortSignal.timeout(withinMs)
  try {
    return await search(client, sought, { abortSignal })
  } catch (error) {
    throw abortSignal.aborted ? abortSignal.reason : error
  }
}

interface RequestOptions {
  readonly abortSignal: AbortSignal
}

async function search(client: SWF, sought: SoughtExecution, options: RequestOptions): Promise<Search> {
  const filter = {
    domain: sought.domain,
    executionFilter: { workflowId: sought.workflowId },
    startTimeFilter: { oldestDate: OLDEST_DATE },
    maximumPageSize: MOST_CANDIDATES,
  }
  const { executionInfos: open = [] } = await client.listOpenWorkflowExecutions(filter, options)
  const openRunId = await firstOf(client, sought, open, options)
  if (openRunId !== undefined) return { runId: openRunId, idIsTaken: false }
  const { executionInfos: closed = [] } = await client.listClosedWorkflowExecutions(filter, options)
  return { runId: await firstOf(client, sought, closed, options), idIsTaken: open.length > 0 }
}

async function firstOf(
  client: SWF,
  { domain, input }: SoughtExecution,
  candidates: readonly WorkflowExecutionInfo[],
  options: RequestOptions,
): Promise<string | undefined> {
  for (const { execution } of candidates.slice(0, MOST_CANDIDATES)) {
    const history = await client.getWorkflowExecutionHistory({ domain, execution, maximumPageSize: 1 }, options)
    if (history.events?.[0]?.workflowExecutionStartedEventAttributes?.input === input) return execution?.runId
  }
  return undefined
}
