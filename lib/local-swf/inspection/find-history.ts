import type { Execution } from '../model/execution/execution.js'
import type { Swf } from '../model/swf.js'
import { findDomains, findExecutions, findRuns, listNames, quote } from './find-runs.js'
import { copyEvent, type HistoryEvent } from './history-event.js'

/** Which run `LocalSwf.history` shows. */
export interface HistoryOptions {
  /**
   * The domain of the execution.
   * @default the domain that has an execution of the workflowId
   */
  readonly domain?: string
  /**
   * The run of the workflowId.
   * @default the latest run
   */
  readonly runId?: string
}

/**
 * Copies of the events of a run.
 * @throws Error that names the domains, executions or runs there are, when what is wanted is not among them
 */
export function findHistory(swf: Swf, workflowId: string, { domain, runId }: HistoryOptions): HistoryEvent[] {
  const domains = findDomains(swf, domain)
  const runs = findRuns(swf, domains, workflowId)
  const run = runId === undefined ? runs.at(-1) : runs.find((each) => each.runId === runId)
  if (run) return run.history.all().map(copyEvent)
  const where = domain === undefined ? '' : ` in the domain ${quote(domain)}`
  if (runId !== undefined && runs.length > 0) {
    const runIds = runs.map((each) => each.runId)
    throw new Error(`execution ${quote(workflowId)}${where} has no run ${quote(runId)}: its runs are ${listNames(runIds)}`)
  }
  const workflowIds = listNames(workflowIdsOf(findExecutions(swf, domains)))
  throw new Error(`LocalSwf has no execution ${quote(workflowId)}${where}: the executions there are ${workflowIds}`)
}

function workflowIdsOf(executions: readonly Execution[]): readonly string[] {
  return [...new Set(executions.map(({ workflowId }) => workflowId))]
}
