import { describe, expect, it } from 'vitest'
import { rawFault, rawRequest } from './support/raw-request.js'
import { domain, TestSwf } from './support/test-swf.js'

const notNull = 'Member must not be null'
const atMost = (length: number): string => `Member must have length less than or equal to ${length}`
const atLeastOne = 'Member must have length greater than or equal to 1'
const long = (length: number): string => 'x'.repeat(length)

const type = { name: 'order', version: '1' }
const execution = { workflowId: 'order-1', runId: 'run' }
const taskList = { name: 'list' }
const registration = { domain, name: 'new', version: '1' }
const start = { domain, workflowId: 'order-1', workflowType: type }
const list = { domain, startTimeFilter: { oldestDate: 0 } }

/** Operation, request, and what is wrong: the member and the constraint. */
const invalidRequests: readonly (readonly [operation: string, request: object, member: string, constraint: string])[] = [
  ['RegisterDomain', { workflowExecutionRetentionPeriodInDays: '1' }, 'name', notNull],
  ['RegisterDomain', { name: 'new' }, 'workflowExecutionRetentionPeriodInDays', notNull],
  [
    'RegisterDomain',
    { name: 'new', workflowExecutionRetentionPeriodInDays: '91' },
    'workflowExecutionRetentionPeriodInDays',
    'Member must have value less than or equal to 90',
  ],
  [
    'RegisterDomain',
    { name: 'new', workflowExecutionRetentionPeriodInDays: '1', description: long(1025) },
    'description',
    atMost(1024),
  ],
  ['DescribeDomain', { name: '' }, 'name', atLeastOne],
  ['DeprecateDomain', {}, 'name', notNull],
  ['RegisterActivityType', { ...registration, domain: undefined }, 'domain', notNull],
  ['RegisterActivityType', { ...registration, version: long(65) }, 'version', atMost(64)],
  [
    'RegisterActivityType',
    { ...registration, defaultTaskHeartbeatTimeout: '-1' },
    'defaultTaskHeartbeatTimeout',
    'Member must satisfy regular expression pattern: ',
  ],
  [
    'RegisterActivityType',
    { ...registration, defaultTaskStartToCloseTimeout: '123456789' },
    'defaultTaskStartToCloseTimeout',
    atMost(8),
  ],
  [
    'RegisterActivityType',
    { ...registration, defaultTaskPriority: '2147483648' },
    'defaultTaskPriority',
    'Member must have value less than or equal to 2147483647',
  ],
  ['RegisterWorkflowType', { ...registration, name: undefined }, 'name', notNull],
  [
    'RegisterWorkflowType',
    { ...registration, defaultChildPolicy: 'ADOPT' },
    'defaultChildPolicy',
    'Member must satisfy enum value set: [TERMINATE, REQUEST_CANCEL, ABANDON]',
  ],
  [
    'RegisterWorkflowType',
    { ...registration, defaultExecutionStartToCloseTimeout: 'NONE' },
    'defaultExecutionStartToCloseTimeout',
    'Member must satisfy regular expression pattern: ',
  ],
  [
    'RegisterWorkflowType',
    { ...registration, defaultExecutionStartToCloseTimeout: '31536001' },
    'defaultExecutionStartToCloseTimeout',
    'Member must have value less than or equal to 31536000',
  ],
  ['DescribeActivityType', { domain, activityType: { name: 'a' } }, 'activityType.version', notNull],
  ['DeprecateActivityType', { domain }, 'activityType', notNull],
  ['DescribeWorkflowType', { domain, workflowType: { version: '1' } }, 'workflowType.name', notNull],
  ['DeprecateWorkflowType', { domain }, 'workflowType', notNull],
  ['StartWorkflowExecution', { ...start, workflowId: 'a/b' }, 'workflowId', 'Member must satisfy regular expression pattern: '],
  ['StartWorkflowExecution', { ...start, input: long(32_769) }, 'input', atMost(32_768)],
  ['StartWorkflowExecution', { ...start, tagList: ['1', '2', '3', '4', '5', '6'] }, 'tagList', atMost(5)],
  ['StartWorkflowExecution', { ...start, tagList: [long(257)] }, 'tagList.1.member', atMost(256)],
  [
    'StartWorkflowExecution',
    { ...start, taskPriority: 'high' },
    'taskPriority',
    'Member must satisfy regular expression pattern: ',
  ],
  ['DescribeWorkflowExecution', { domain, execution: { workflowId: 'order-1' } }, 'execution.runId', notNull],
  ['GetWorkflowExecutionHistory', { domain, execution, nextPageToken: long(2049) }, 'nextPageToken', atMost(2048)],
  ['ListOpenWorkflowExecutions', { domain }, 'startTimeFilter', notNull],
  ['ListOpenWorkflowExecutions', { domain, startTimeFilter: {} }, 'startTimeFilter.oldestDate', notNull],
  [
    'ListClosedWorkflowExecutions',
    { ...list, closeStatusFilter: { status: 'LOST' } },
    'closeStatusFilter.status',
    'Member must satisfy enum value set: [',
  ],
  ['TerminateWorkflowExecution', { domain, workflowId: 'order-1', reason: long(257) }, 'reason', atMost(256)],
  ['PollForDecisionTask', { domain, taskList: {} }, 'taskList.name', notNull],
  [
    'PollForDecisionTask',
    { domain, taskList, maximumPageSize: 1001 },
    'maximumPageSize',
    'Member must have value less than or equal to 1000',
  ],
  ['PollForActivityTask', { domain }, 'taskList', notNull],
  ['PollForActivityTask', { domain, taskList, identity: long(257) }, 'identity', atMost(256)],
  ['RespondDecisionTaskCompleted', { decisions: [] }, 'taskToken', notNull],
  ['RespondDecisionTaskCompleted', { taskToken: 't', decisions: [{}] }, 'decisions.1.member.decisionType', notNull],
  ['RespondDecisionTaskCompleted', { taskToken: 't', executionContext: long(32_769) }, 'executionContext', atMost(32_768)],
  ['RespondActivityTaskCompleted', { taskToken: '' }, 'taskToken', atLeastOne],
  ['RespondActivityTaskFailed', { taskToken: 't', reason: long(257) }, 'reason', atMost(256)],
  ['RespondActivityTaskFailed', { taskToken: 't', details: long(32_769) }, 'details', atMost(32_768)],
  ['RecordActivityTaskHeartbeat', { taskToken: long(1025) }, 'taskToken', atMost(1024)],
  ['CountPendingActivityTasks', { domain }, 'taskList', notNull],
  ['CountPendingDecisionTasks', { taskList }, 'domain', notNull],
]

describe('a request that breaks a constraint', () => {
  it.each(invalidRequests)('%s %j is refused for its %s', async (operation, request, member, constraint) => {
    const { server } = await TestSwf.registered()
    const fault = await rawFault(server, operation, JSON.stringify(request))
    expect(fault).toEqual({
      __type: 'com.amazon.coral.validate#ValidationException',
      message: expect.stringContaining(`' failed to satisfy constraint: ${constraint}`),
    })
    expect(fault).toMatchObject({ message: expect.stringMatching(/^1 validation error detected: Value /) })
    expect(fault).toMatchObject({ message: expect.stringContaining(` at '${member}' failed`) })
  })

  it('is told all that is wrong with it at once', async () => {
    const { server } = await TestSwf.start()
    expect(await rawFault(server, 'RegisterDomain', '{"name":""}')).toMatchObject({
      message:
        "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value null at 'workflowExecutionRetentionPeriodInDays' failed to satisfy constraint: Member must not be null",
    })
  })
})

describe('a request with very much wrong with it', () => {
  it('is told the first 100 things, and nothing after them is looked at', async () => {
    const { server } = await TestSwf.start()
    const decisions = [...Array.from({ length: 100 }, () => ({})), 'of the wrong type']
    const fault = await rawFault(server, 'RespondDecisionTaskCompleted', JSON.stringify({ taskToken: '', decisions }))
    expect(fault).toMatchObject({
      __type: 'com.amazon.coral.validate#ValidationException',
      message: expect.stringMatching(/^100 validation errors detected: Value '' at 'taskToken' .*'decisions\.99\.member/),
    })
    expect(fault).toMatchObject({ message: expect.not.stringContaining('decisions.100.member') })
  })
})

describe('names', () => {
  it.each(['a:b', 'a/b', 'a|b', ' a', 'a ', 'a\u0000b', 'a\u007fb', 'a\u0085b', 'arn'])(
    '%j is no name for a new domain',
    async (name) => {
      const { server } = await TestSwf.start()
      const request = { name, workflowExecutionRetentionPeriodInDays: '7' }
      expect(await rawFault(server, 'RegisterDomain', JSON.stringify(request))).toMatchObject({
        __type: 'com.amazon.coral.validate#ValidationException',
      })
    },
  )

  it.each(['a b', 'arnold', 'Bücher', '書籍', 'a.b-c_d', '__proto__', 'constructor', 'x'.repeat(256)])(
    '%j is one',
    async (name) => {
      const { client } = await TestSwf.start()
      await client.registerDomain({ name, workflowExecutionRetentionPeriodInDays: 'NONE' })
      expect((await client.describeDomain({ name })).domainInfo?.name).toBe(name)
    },
  )
})

describe('a value of the wrong JSON type', () => {
  it.each([
    ['RegisterDomain', { name: 7 }, 'NUMBER_VALUE can not be converted to a String'],
    ['RegisterDomain', { name: ['a'] }, 'START_ARRAY can not be converted to a String'],
    ['DescribeActivityType', { domain, activityType: 'a' }, 'STRING_VALUE can not be converted to a structure'],
    ['StartWorkflowExecution', { ...start, tagList: {} }, 'START_OBJECT can not be converted to a list'],
    [
      'StartWorkflowExecution',
      { ...start, tagList: [{ toString: 1 }, 1, 2, 3, 4, 5] },
      'START_OBJECT can not be converted to a String',
    ],
    ['PollForDecisionTask', { domain, taskList, reverseOrder: 'yes' }, 'STRING_VALUE can not be converted to a Boolean'],
    ['PollForDecisionTask', { domain, taskList, maximumPageSize: 1.5 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [
      'ListOpenWorkflowExecutions',
      { domain, startTimeFilter: { oldestDate: true } },
      'BOOLEAN_VALUE can not be converted to a Timestamp',
    ],
    ['RespondDecisionTaskCompleted', { taskToken: 't', decisions: [null] }, 'NULL_VALUE can not be converted to a structure'],
  ])('%s %j is a SerializationException', async (operation, request, message) => {
    const { server } = await TestSwf.start()
    expect(await rawFault(server, operation, JSON.stringify(request))).toEqual({
      __type: 'com.amazon.coral.service#SerializationException',
      message,
    })
  })

  it('null counts as left out, and unknown members are ignored', async () => {
    const { server, client } = await TestSwf.start()
    const request = { name: 'new', description: null, workflowExecutionRetentionPeriodInDays: '7', colour: 'red' }
    const { status } = await rawRequest(server, 'RegisterDomain', JSON.stringify(request))
    expect(status).toBe(200)
    expect((await client.describeDomain({ name: 'new' })).domainInfo?.description).toBeUndefined()
  })
})
