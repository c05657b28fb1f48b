/** The second argument of an activity. It says for which job the activity runs. */
export interface JobContext {
  /** The id of the job's workflow execution. */
  readonly workflowId: string
  /** SWF's id of this run of the execution. */
  readonly runId: string
  /** The id of this activity within the execution. Each retry has a new one. */
  readonly activityId: string
}
