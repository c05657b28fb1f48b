/** A result that nobody waits for any longer. Its job goes on in SWF. */
export interface AbandonedResult {
  readonly key: string
  /** Known if this process started the job; undefined for a key from `createResult`. */
  readonly workflowId: string | undefined
  /** Undefined if the start itself was not answered before the stop. */
  readonly runId: string | undefined
}

/** A result task that was in hand and to which SWF got no answer: it times out there. The execution that it belongs to. */
export interface UnansweredTask {
  readonly workflowId: string | undefined
  readonly runId: string | undefined
}

/** What a stop could keep, and what it had to leave. */
export interface StopReport {
  /** Promises that settled while it drained. */
  readonly settled: number
  readonly abandoned: readonly AbandonedResult[]
  readonly unanswered: readonly UnansweredTask[]
}

export const NOTHING_STOPPED: StopReport = { settled: 0, abandoned: [], unanswered: [] }
