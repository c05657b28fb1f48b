/** The size of a bucket in tokens, and how many tokens a second it is refilled with. Each call or decision takes one token. */
export type Figure = readonly [size: number, refillPerSecond: number]

export interface QuotaFigures {
  /** The quotas that the account has for operations, by the operation's name. */
  readonly operations: Readonly<Record<string, Figure>>
  /** The quotas that the account has for decisions, by the decision's type. */
  readonly decisions: Readonly<Record<string, Figure>>
  /** The quotas that each execution has for operations, by the operation's name. */
  readonly executionOperations: Readonly<Record<string, Figure>>
}

export const noQuotas: QuotaFigures = { operations: {}, decisions: {}, executionOperations: {} }

/**
 * The quotas of the developer guide (Amazon SWF quotas: throttling quotas for all regions, decision quotas, workflow-level quotas). Its
 * limit of 2,000 tasks a second for a task list is left out, because the quota of ScheduleActivityTask lets no more than 1,200 through
 * in any second.
 */
export const documentedQuotas: QuotaFigures = {
  operations: {
    CountClosedWorkflowExecutions: [2000, 6],
    CountOpenWorkflowExecutions: [2000, 6],
    CountPendingActivityTasks: [200, 6],
    CountPendingDecisionTasks: [200, 6],
    DeleteActivityType: [200, 6],
    DeleteWorkflowType: [200, 6],
    DeprecateActivityType: [200, 6],
    DeprecateDomain: [100, 6],
    DeprecateWorkflowType: [200, 6],
    DescribeActivityType: [2000, 6],
    DescribeDomain: [200, 6],
    DescribeWorkflowExecution: [2000, 6],
    DescribeWorkflowType: [2000, 6],
    GetWorkflowExecutionHistory: [2000, 60],
    ListActivityTypes: [200, 6],
    ListClosedWorkflowExecutions: [200, 6],
    ListDomains: [100, 6],
    ListOpenWorkflowExecutions: [200, 48],
    ListTagsForResource: [50, 30],
    ListWorkflowTypes: [200, 6],
    PollForActivityTask: [2000, 200],
    PollForDecisionTask: [2000, 200],
    RecordActivityTaskHeartbeat: [2000, 160],
    RegisterActivityType: [200, 60],
    RegisterDomain: [100, 6],
    RegisterWorkflowType: [200, 60],
    RequestCancelWorkflowExecution: [2000, 30],
    RespondActivityTaskCanceled: [2000, 200],
    RespondActivityTaskCompleted: [2000, 200],
    RespondActivityTaskFailed: [2000, 200],
    RespondDecisionTaskCompleted: [2000, 200],
    SignalWorkflowExecution: [2000, 30],
    StartWorkflowExecution: [2000, 200],
    TagResource: [50, 30],
    TerminateWorkflowExecution: [2000, 60],
    UndeprecateActivityType: [200, 6],
    UndeprecateDomain: [100, 6],
    UndeprecateWorkflowType: [200, 6],
    UntagResource: [50, 30],
  },
  decisions: {
    RequestCancelExternalWorkflowExecution: [1200, 120],
    ScheduleActivityTask: [1000, 200],
    SignalExternalWorkflowExecution: [1200, 120],
    StartChildWorkflowExecution: [500, 12],
    StartTimer: [2000, 200],
  },
  executionOperations: {
    GetWorkflowExecutionHistory: [400, 200],
    RecordActivityTaskHeartbeat: [1000, 1000],
    RequestCancelWorkflowExecution: [200, 200],
    SignalWorkflowExecution: [1000, 1000],
  },
}
