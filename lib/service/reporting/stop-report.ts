import type { AwaitedResult } from '../../errors/index.js'

/** The execution whose result task was in hand and got no answer. The task times out in SWF. */
export interface UnansweredTask {
  readonly workflowId: string | undefined
  readonly runId: string | undefined
}

/** Says what a stop could still receive, and what it had to abandon. */
export interface StopReport {
  /** How many promises settled while the stop drained. */
  readonly settled: number
  /**
   * The results that nobody waits for any longer. Their jobs go on in SWF. A job without a `runId` may not have been started, and
   * its error says so then.
   */
  readonly abandoned: readonly AwaitedResult[]
  /** The result tasks that got no answer. */
  readonly unanswered: readonly UnansweredTask[]
}

export const NOTHING_STOPPED: StopReport = { settled: 0, abandoned: [], unanswered: [] }
