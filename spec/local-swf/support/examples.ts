import { activityType, decisionList, activityList, domain, schedule, workflowType, type TestSwf } from './test-swf.js'

/** Prepares what the request needs, and gives it. */
type Request = (swf: TestSwf) => object | Promise<object>

/** What a command is answered with: its result, or one of its faults. */
export interface Example {
  readonly served: Request
  /** A request for each fault, by its name. */
  readonly faults: Readonly<Record<string, Request>>
}

const nowhere = { domain: 'nowhere' }
const resourceArn = `arn:aws:swf:us-east-1:123456789012:/domain/${domain}`
const unknownArn = { resourceArn: `arn:aws:swf:us-east-1:123456789012:/domain/nowhere` }
const retention = { workflowExecutionRetentionPeriodInDays: '7' }
const startTimeFilter = { oldestDate: new Date(0) }
const tooManyTags = Array.from({ length: 51 }, (_, index) => ({ key: `key ${index}` }))
const ofActivityType = { domain, activityType }
const ofWorkflowType = { domain, workflowType }
const start = { domain, workflowType, workflowId: 'order-1' }

/** A request in a domain, which may be unknown. */
function inDomain(request: object, faults: Example['faults'] = {}): Example {
  return {
    served: () => ({ domain, ...request }),
    faults: { UnknownResourceFault: () => ({ ...request, ...nowhere }), ...faults },
  }
}

/** A request about an open execution. */
function ofRun(request: object = {}): Example {
  const served = async (swf: TestSwf) => ({ domain, workflowId: (await swf.startRun()).workflowId, ...request })
  return { served, faults: { UnknownResourceFault: () => ({ domain, workflowId: 'nothing', ...request }) } }
}

/** A request about an execution that is named by its run, open or closed. */
const ofExecution: Example = {
  served: async (swf) => ({ domain, execution: await swf.startRun() }),
  faults: { UnknownResourceFault: () => ({ domain, execution: { workflowId: 'nothing', runId: 'none' } }) },
}

async function startedActivity(swf: TestSwf): Promise<{ readonly taskToken: string | undefined }> {
  await swf.startRun()
  await swf.decide(schedule('a'))
  return { taskToken: (await swf.pollActivity()).taskToken }
}

/** A request about the activity that a worker has. */
const ofActivity: Example = {
  served: startedActivity,
  faults: {
    async UnknownResourceFault(swf) {
      const started = await startedActivity(swf)
      await swf.client.respondActivityTaskCompleted(started)
      return started
    },
  },
}

async function startedDecision(swf: TestSwf): Promise<{ readonly taskToken: string | undefined }> {
  await swf.startRun()
  return { taskToken: (await swf.pollDecision()).taskToken }
}

async function deprecatedActivityType({ client }: TestSwf): Promise<object> {
  await client.deprecateActivityType(ofActivityType)
  return ofActivityType
}

async function deprecatedWorkflowType({ client }: TestSwf): Promise<object> {
  await client.deprecateWorkflowType(ofWorkflowType)
  return ofWorkflowType
}

const unknownActivityType = () => ({ domain, activityType: { name: 'nothing', version: '1' } })
const unknownWorkflowType = () => ({ domain, workflowType: { name: 'nothing', version: '1' } })

async function deprecatedDomain({ client }: TestSwf): Promise<object> {
  await client.deprecateDomain({ name: domain })
  return { name: domain }
}

const ofDomain = () => ({ name: domain })
const unknownDomain = () => ({ name: 'nowhere' })

/** Of each command. Each is for a TestSwf with a domain and its types registered. */
export const examples: Readonly<Record<string, Example>> = {
  CountClosedWorkflowExecutions: inDomain({ startTimeFilter }),
  CountOpenWorkflowExecutions: inDomain({ startTimeFilter }),
  CountPendingActivityTasks: inDomain({ taskList: activityList }),
  CountPendingDecisionTasks: inDomain({ taskList: decisionList }),
  DeleteActivityType: {
    served: deprecatedActivityType,
    faults: { TypeNotDeprecatedFault: () => ofActivityType, UnknownResourceFault: unknownActivityType },
  },
  DeleteWorkflowType: {
    served: deprecatedWorkflowType,
    faults: { TypeNotDeprecatedFault: () => ofWorkflowType, UnknownResourceFault: unknownWorkflowType },
  },
  DeprecateActivityType: {
    served: () => ofActivityType,
    faults: { TypeDeprecatedFault: deprecatedActivityType, UnknownResourceFault: unknownActivityType },
  },
  DeprecateDomain: {
    served: ofDomain,
    faults: { DomainDeprecatedFault: deprecatedDomain, UnknownResourceFault: unknownDomain },
  },
  DeprecateWorkflowType: {
    served: () => ofWorkflowType,
    faults: { TypeDeprecatedFault: deprecatedWorkflowType, UnknownResourceFault: unknownWorkflowType },
  },
  DescribeActivityType: { served: () => ofActivityType, faults: { UnknownResourceFault: unknownActivityType } },
  DescribeDomain: { served: ofDomain, faults: { UnknownResourceFault: unknownDomain } },
  DescribeWorkflowExecution: ofExecution,
  DescribeWorkflowType: { served: () => ofWorkflowType, faults: { UnknownResourceFault: unknownWorkflowType } },
  GetWorkflowExecutionHistory: ofExecution,
  ListActivityTypes: inDomain({ registrationStatus: 'REGISTERED' }),
  ListClosedWorkflowExecutions: inDomain({ startTimeFilter }),
  ListDomains: { served: () => ({ registrationStatus: 'REGISTERED' }), faults: {} },
  ListOpenWorkflowExecutions: inDomain({ startTimeFilter }),
  ListTagsForResource: { served: () => ({ resourceArn }), faults: { UnknownResourceFault: () => unknownArn } },
  ListWorkflowTypes: inDomain({ registrationStatus: 'REGISTERED' }),
  PollForActivityTask: {
    async served(swf) {
      await swf.startRun()
      await swf.decide(schedule('a'))
      return { domain, taskList: activityList }
    },
    faults: { UnknownResourceFault: () => ({ ...nowhere, taskList: activityList }) },
  },
  PollForDecisionTask: {
    async served(swf) {
      await swf.startRun()
      return { domain, taskList: decisionList }
    },
    faults: { UnknownResourceFault: () => ({ ...nowhere, taskList: decisionList }) },
  },
  RecordActivityTaskHeartbeat: ofActivity,
  RegisterActivityType: inDomain({ name: 'new', version: '1' }, { TypeAlreadyExistsFault: () => ({ domain, ...activityType }) }),
  RegisterDomain: {
    served: () => ({ name: 'new', ...retention }),
    faults: {
      DomainAlreadyExistsFault: () => ({ name: domain, ...retention }),
      async LimitExceededFault({ client }) {
        for (let number = 2; number <= 100; number += 1) await client.registerDomain({ name: `domain ${number}`, ...retention })
        return { name: 'new', ...retention }
      },
      TooManyTagsFault: () => ({ name: 'new', ...retention, tags: tooManyTags }),
    },
  },
  RegisterWorkflowType: inDomain({ name: 'new', version: '1' }, { TypeAlreadyExistsFault: () => ({ domain, ...workflowType }) }),
  RequestCancelWorkflowExecution: ofRun(),
  RespondActivityTaskCanceled: ofActivity,
  RespondActivityTaskCompleted: ofActivity,
  RespondActivityTaskFailed: ofActivity,
  RespondDecisionTaskCompleted: {
    served: startedDecision,
    faults: {
      async UnknownResourceFault(swf) {
        const started = await startedDecision(swf)
        await swf.client.respondDecisionTaskCompleted(started)
        return started
      },
    },
  },
  SignalWorkflowExecution: ofRun({ signalName: 'pay' }),
  StartWorkflowExecution: {
    served: () => start,
    faults: {
      async DefaultUndefinedFault({ client }) {
        await client.registerWorkflowType({ domain, name: 'without defaults', version: '1' })
        return { ...start, workflowType: { name: 'without defaults', version: '1' } }
      },
      TypeDeprecatedFault: async (swf) => ({ ...start, ...(await deprecatedWorkflowType(swf)) }),
      UnknownResourceFault: () => ({ ...start, ...unknownWorkflowType() }),
      WorkflowExecutionAlreadyStartedFault: async (swf) => ({ ...start, workflowId: (await swf.startRun()).workflowId }),
    },
  },
  TagResource: {
    served: () => ({ resourceArn, tags: [{ key: 'team' }] }),
    faults: {
      TooManyTagsFault: () => ({ resourceArn, tags: tooManyTags }),
      UnknownResourceFault: () => ({ ...unknownArn, tags: [] }),
    },
  },
  TerminateWorkflowExecution: ofRun(),
  UndeprecateActivityType: {
    served: deprecatedActivityType,
    faults: { TypeAlreadyExistsFault: () => ofActivityType, UnknownResourceFault: unknownActivityType },
  },
  UndeprecateDomain: {
    served: deprecatedDomain,
    faults: { DomainAlreadyExistsFault: ofDomain, UnknownResourceFault: unknownDomain },
  },
  UndeprecateWorkflowType: {
    served: deprecatedWorkflowType,
    faults: { TypeAlreadyExistsFault: () => ofWorkflowType, UnknownResourceFault: unknownWorkflowType },
  },
  UntagResource: {
    served: () => ({ resourceArn, tagKeys: [] }),
    faults: { UnknownResourceFault: () => ({ ...unknownArn, tagKeys: [] }) },
  },
}
