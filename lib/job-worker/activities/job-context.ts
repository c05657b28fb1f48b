/** What an activity knows of the job that it runs for. */
export interface JobContext {
  readonly workflowId: string
  readonly runId: string
  readonly activityId: string
}
