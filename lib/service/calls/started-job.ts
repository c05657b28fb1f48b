/** A job that SWF has taken. */
export interface StartedJob<T = unknown> {
  /** The id of the job's workflow execution. */
  readonly workflowId: string
  /** The run of the execution, by which SWF tells executions with the same id apart. */
  readonly runId: string
  /** The key of the job's result, which looks like `result_key: <id>`. */
  readonly key: string
  /**
   * The promise of the job's result. It always settles: by the result, by a failure of the job, by the workflow's own end, or because
   * the deadline passed, the signal was aborted or the service stopped.
   */
  readonly result: Promise<T>
}

/** A job that SWF has taken and whose result nobody awaits. Its result is found in SWF's history only. */
export interface UnawaitedJob {
  /** The id of the job's workflow execution. */
  readonly workflowId: string
  /** The run of the execution, by which SWF tells executions with the same id apart. */
  readonly runId: string
}
