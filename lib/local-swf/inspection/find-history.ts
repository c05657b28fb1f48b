import type { Execution } from '../model/execution/execution.js'
import type { Swf } from '../model/swf.js'
import { domainsOf, executionsOf, listed, quote, runsOf } from './find-runs.js'
import { copyEvent, type HistoryEvent } from './history-event.js'

export interface HistoryOptions {
  /** @default the domain that has the workflowId */
  readonly domain?: string
  /** @default the latest run */
  readonly runId?: string
}

/** @throws Error that names what there is, when there is no such run */
export function historyOf(swf: Swf, workflowId: string, { domain, runId }: HistoryOptions): HistoryEvent[] {
  const domains = domainsOf(swf, domain)
  const runs = runsOf(domains, workflowId)
  const run = runId === undefined ? runs.at(-1) : runs.find((each) => each.runId === runId)
  if (run) return run.history.all().map(copyEvent)
  const where = domain === undefined ? '' : ` in the domain ${quote(domain)}`
  if (runId !== undefined && runs.length > 0) {
    const runIds = runs.map((each) => each.runId)
    throw new Error(`execution ${quote(workflowId)}${where} has no run ${quote(runId)}: its runs are ${listed(runIds)}`)
  }
  const workflowIds = listed(workflowIdsOf(executionsOf(domains)))
  throw new Error(`LocalSwf has no execution ${quote(workflowId)}${where}: the executions there are ${workflowIds}`)
}

function workflowIdsOf(executions: readonly Execution[]): readonly string[] {
  return [...new Set(executions.map(({ workflowId }) => workflowId))]
}
