import type { Execution } from './execution.js'

/** What of an execution is open, named as DescribeWorkflowExecution names it. */
export interface OpenCounts {
  readonly openActivityTasks: number
  readonly openDecisionTasks: number
  readonly openTimers: number
  readonly openChildWorkflowExecutions: number
  readonly openLambdaFunctions: number
}

export function openCounts({ activities, decisionTask, timers, children, lambdas }: Execution): OpenCounts {
  return {
    openActivityTasks: activities.size,
    openDecisionTasks: decisionTask ? 1 : 0,
    openTimers: timers.size,
    openChildWorkflowExecutions: children.size,
    openLambdaFunctions: lambdas.size,
  }
}
