import type { Execution } from '../model/execution.js'

interface ExternalName {
  readonly workflowId: string
  readonly runId: string | undefined
}

/** The open execution of the same domain that a decision means: the run that is given, or else the one that is open now. */
export function findExternal({ domain }: Execution, { workflowId, runId }: ExternalName): Execution | undefined {
  const found = domain.findOpen(workflowId)
  return !runId || found?.runId === runId ? found : undefined
}
