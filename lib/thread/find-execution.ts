import type { SWF, WorkflowExecutionInfo } from '@aws-sdk/client-swf'

/** SWF wants one, and no execution is older: the clock of this machine, which may be wrong by days, has no part in it. */
const OLDEST_DATE = new Date(Date.UTC(2012, 0, 1))

/** How many executions of one id are looked at, newest first. */
const MOST_CANDIDATES = 20

/** For the whole search, in ms. */
const SEARCH_WITHIN_MS = 10_000

export interface SoughtExecution {
  readonly domain: string
  readonly workflowId: string
  /** The exact input that it was started with: it holds the result key, so no other execution has it. */
  readonly input: string
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
