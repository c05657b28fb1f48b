// The small world of the random specs: so few names that they collide.

export const domain = 'orders'
export const workflowIds = ['w0', 'w1', 'w2', 'w3', 'w4', 'w5'] as const
/** Decision and activity lists by the same names are not the same lists. */
export const taskLists = ['l0', 'l1', 'l2'] as const
export const activityIds = ['a0', 'a1'] as const
export const timerIds = ['t0', 't1'] as const
export const lambdaIds = ['f0', 'f1'] as const
export const functionNames = ['echo', 'broken', 'slow', 'large', 'nothing'] as const

/** The executions of this type are decided by the small decider. */
export const scripted = { name: 'scripted', version: '1' }
export const workflowTypes = [
  { name: 'order', version: '1' },
  scripted,
  { name: 'bare', version: '1' },
  { name: 'fleeting', version: '1' },
  { name: 'missing', version: '1' },
] as const
export const activityTypes = [
  { name: 'ship', version: '1' },
  { name: 'bare', version: '1' },
  { name: 'fleeting', version: '1' },
  { name: 'missing', version: '1' },
] as const

const workflowDefaults = {
  defaultTaskList: { name: 'l0' },
  defaultTaskStartToCloseTimeout: '30',
  defaultExecutionStartToCloseTimeout: '3600',
  defaultChildPolicy: 'TERMINATE',
  defaultLambdaRole: 'arn:aws:iam::123456789012:role/lambda',
}

const activityDefaults = {
  defaultTaskList: { name: 'l0' },
  defaultTaskScheduleToStartTimeout: 'NONE',
  defaultTaskScheduleToCloseTimeout: '60',
  defaultTaskStartToCloseTimeout: '30',
  defaultTaskHeartbeatTimeout: 'NONE',
}

/** What is registered before anything else. The bare types have no defaults, the fleeting ones come to be deprecated. */
export const registrations: readonly (readonly [operation: string, body: object])[] = [
  ['RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '7' }],
  ['RegisterWorkflowType', { domain, name: 'order', version: '1', ...workflowDefaults }],
  ['RegisterWorkflowType', { domain, ...scripted, ...workflowDefaults }],
  ['RegisterWorkflowType', { domain, name: 'bare', version: '1' }],
  ['RegisterWorkflowType', { domain, name: 'fleeting', version: '1', ...workflowDefaults, defaultChildPolicy: 'REQUEST_CANCEL' }],
  ['RegisterActivityType', { domain, name: 'ship', version: '1', ...activityDefaults }],
  ['RegisterActivityType', { domain, name: 'bare', version: '1' }],
  ['RegisterActivityType', { domain, name: 'fleeting', version: '1', ...activityDefaults }],
]
