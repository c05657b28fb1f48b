/** A result that nobody waits for any longer. Its job goes on in SWF. */
export interface AbandonedResult {
  readonly key: string
  /** Known if this process started the job; undefined for a key from `createResult`. */
  readonly workflowId: string | undefined
  /** Undefined if the start itself was not answered before the stop. */
  readonly runId: string | undefined
}

/** What a stop had to leave. */
export interface StopReport {
  readonly abandoned: readonly AbandonedResult[]
}
