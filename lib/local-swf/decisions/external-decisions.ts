import type { Execution, Sender } from '../model/execution/execution.js'

interface ExternalName {
  readonly workflowId: string
  readonly runId: string | undefined
}

interface Reach {
  readonly initiatedEventId: number
  readonly act: (target: Execution, sender: Sender) => void
  /** Writes that it was done. */
  readonly reached: (target: Execution) => void
  /** Writes that there is no such execution. */
  readonly failed: () => void
}

/** Once the batch is over, acts on the execution that a decision means, and tells the decider how it went. */
export function reachExternal(
  execution: Execution,
  wanted: ExternalName,
  { initiatedEventId, act, reached, failed }: Reach,
): void {
  execution.turns.afterBatch(() => {
    const target = findExternal(execution, wanted)
    if (target) {
      act(target, { execution: execution.name, initiatedEventId })
      reached(target)
    } else {
      failed()
    }
    execution.wakeDecider()
  })
}

/** The open execution of the same domain: the run that is given, or else the one that is open now. */
function findExternal({ domain }: Execution, { workflowId, runId }: ExternalName): Execution | undefined {
  const found = domain.findOpen(workflowId)
  return !runId || found?.runId === runId ? found : undefined
}
