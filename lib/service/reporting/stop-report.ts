import type { AwaitedResult } from '../../errors/index.js'

/** A result task that was in hand and to which SWF got no answer: it times out there. The execution that it belongs to. */
export interface UnansweredTask {
  readonly workflowId: string | undefined
  readonly runId: string | undefined
}

/** What a stop could keep, and what it had to leave. */
export interface StopReport {
  /** Promises that settled while it drained. */
  readonly settled: number
  /** Nobody waits for them any longer. Their jobs go on in SWF; one without a runId may not have been started: its error says so. */
  readonly abandoned: readonly AwaitedResult[]
  readonly unanswered: readonly UnansweredTask[]
}

export const NOTHING_STOPPED: StopReport = { settled: 0, abandoned: [], unanswered: [] }
