import type { Execution } from './execution.js'

/** How many tasks, timers and children of an execution are open, by the names that DescribeWorkflowExecution gives them. */
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
