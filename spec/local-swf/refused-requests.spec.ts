import { type Decision, DecisionType } from '@aws-sdk/client-swf'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { rawFault, rawRequest } from './support/raw-request.js'
import {
  TestSwf,
  activityType,
  complete,
  decisionList,
  domain,
  eventTypes,
  faultOf,
  schedule,
  startTimer,
  workflowType,
} from './support/test-swf.js'

describe('what is denied', () => {
  const notAuthorized = (operation: string, resource: string) => ({
    name: 'OperationNotPermittedFault',
    message: `User: arn:aws:iam::123456789012:user/local is not authorized to perform: swf:${operation} on resource: ${resource}`,
  })
  const domainArn = (name: string) => `arn:aws:swf:us-east-1:123456789012:/domain/${name}`

  describe('an operation that is denied', () => {
    it('is refused in the words of IAM, with the type of the fault that SWF has for it', async () => {
      const { server } = await TestSwf.start({ deny: ['DescribeDomain'], account: { id: '111122223333' } })
      expect(await rawFault(server, 'DescribeDomain', JSON.stringify({ name: domain }))).toEqual({
        __type: 'com.amazonaws.swf.base.model#OperationNotPermittedFault',
        message:
          'User: arn:aws:iam::111122223333:user/local is not authorized to perform: swf:DescribeDomain on resource: arn:aws:swf:eu-west-3:111122223333:/domain/orders',
      })
    })

    it('is refused for the resource that it is about', async () => {
      const deny = ['StartWorkflowExecution', 'RegisterDomain', 'ListDomains', 'TagResource', 'RespondActivityTaskFailed']
      const { client } = await TestSwf.start({ deny })
      const start = client.startWorkflowExecution({ domain, workflowType, workflowId: 'order-1' })
      expect(await faultOf(start)).toEqual(notAuthorized('StartWorkflowExecution', domainArn(domain)))
      const register = client.registerDomain({ name: 'new', workflowExecutionRetentionPeriodInDays: '7' })
      expect(await faultOf(register)).toEqual(notAuthorized('RegisterDomain', domainArn('new')))
      const list = client.listDomains({ registrationStatus: 'REGISTERED' })
      expect(await faultOf(list)).toEqual(notAuthorized('ListDomains', domainArn('*')))
      const resourceArn = domainArn('x'.repeat(256))
      expect(await faultOf(client.tagResource({ resourceArn, tags: [] }))).toEqual(notAuthorized('TagResource', resourceArn))
      const respond = client.respondActivityTaskFailed({ taskToken: 'token' })
      expect(await faultOf(respond)).toEqual(notAuthorized('RespondActivityTaskFailed', domainArn('*')))
    })

    it.each([{}, { name: 1 }, { name: '' }, { name: 'x'.repeat(257) }])(
      '%# is refused before its request is read',
      async (body) => {
        const { server } = await TestSwf.start({ deny: ['DescribeDomain'] })
        const { message } = notAuthorized('DescribeDomain', 'arn:aws:swf:eu-west-3:123456789012:/domain/*')
        expect(await rawFault(server, 'DescribeDomain', JSON.stringify(body))).toMatchObject({ message })
      },
    )

    it('has no effect', async () => {
      const swf = await TestSwf.registered({ deny: ['TerminateWorkflowExecution', 'DeprecateDomain'] })
      const { client } = swf
      const { workflowId } = await swf.startRun()
      expect((await faultOf(client.terminateWorkflowExecution({ domain, workflowId }))).name).toBe('OperationNotPermittedFault')
      expect((await faultOf(client.deprecateDomain({ name: domain }))).name).toBe('OperationNotPermittedFault')
      expect((await client.describeDomain({ name: domain })).domainInfo?.status).toBe('REGISTERED')
      expect((await swf.pollDecision()).taskToken).toEqual(expect.any(String))
    })
  })

  /** A decision of each type. */
  const decisions: Readonly<Record<DecisionType, Decision>> = {
    CancelTimer: { decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId: 't' } },
    CancelWorkflowExecution: { decisionType: 'CancelWorkflowExecution' },
    CompleteWorkflowExecution: complete(),
    ContinueAsNewWorkflowExecution: { decisionType: 'ContinueAsNewWorkflowExecution' },
    FailWorkflowExecution: { decisionType: 'FailWorkflowExecution' },
    RecordMarker: { decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName: 'm' } },
    RequestCancelActivityTask: {
      decisionType: 'RequestCancelActivityTask',
      requestCancelActivityTaskDecisionAttributes: { activityId: 'a' },
    },
    RequestCancelExternalWorkflowExecution: {
      decisionType: 'RequestCancelExternalWorkflowExecution',
      requestCancelExternalWorkflowExecutionDecisionAttributes: { workflowId: 'other', control: 'c' },
    },
    ScheduleActivityTask: schedule('a'),
    ScheduleLambdaFunction: {
      decisionType: 'ScheduleLambdaFunction',
      scheduleLambdaFunctionDecisionAttributes: { id: 'l', name: 'bill' },
    },
    SignalExternalWorkflowExecution: {
      decisionType: 'SignalExternalWorkflowExecution',
      signalExternalWorkflowExecutionDecisionAttributes: { workflowId: 'other', signalName: 's' },
    },
    StartChildWorkflowExecution: {
      decisionType: 'StartChildWorkflowExecution',
      startChildWorkflowExecutionDecisionAttributes: { workflowId: 'child', workflowType },
    },
    StartTimer: startTimer('t', '1'),
  }

  /** The event that says so, and what it says besides the cause. */
  const failures: Readonly<Record<Exclude<DecisionType, 'ScheduleLambdaFunction'>, readonly [eventType: string, more: object]>> =
    {
      CancelTimer: ['CancelTimerFailed', { timerId: 't' }],
      CancelWorkflowExecution: ['CancelWorkflowExecutionFailed', {}],
      CompleteWorkflowExecution: ['CompleteWorkflowExecutionFailed', {}],
      ContinueAsNewWorkflowExecution: ['ContinueAsNewWorkflowExecutionFailed', {}],
      FailWorkflowExecution: ['FailWorkflowExecutionFailed', {}],
      RecordMarker: ['RecordMarkerFailed', { markerName: 'm' }],
      RequestCancelActivityTask: ['RequestCancelActivityTaskFailed', { activityId: 'a' }],
      RequestCancelExternalWorkflowExecution: [
        'RequestCancelExternalWorkflowExecutionFailed',
        { workflowId: 'other', control: 'c', initiatedEventId: 0 },
      ],
      ScheduleActivityTask: ['ScheduleActivityTaskFailed', { activityType, activityId: 'a' }],
      SignalExternalWorkflowExecution: ['SignalExternalWorkflowExecutionFailed', { workflowId: 'other', initiatedEventId: 0 }],
      StartChildWorkflowExecution: [
        'StartChildWorkflowExecutionFailed',
        { workflowId: 'child', workflowType, initiatedEventId: 0 },
      ],
      StartTimer: ['StartTimerFailed', { timerId: 't' }],
    }

  describe('a decision that is denied', () => {
    it.each(Object.entries(failures))('fails and wakes its decider: %s', async (type, [eventType, more]) => {
      const swf = await TestSwf.registered({ deny: [type] })
      const run = await swf.startRun()
      const decision = Object.values(decisions).find(({ decisionType }) => decisionType === type)
      await swf.decide(...(decision ? [decision] : []))
      expect(await swf.historyFrom(5, run)).toEqual([
        { eventId: 5, eventType, attributes: { cause: 'OPERATION_NOT_PERMITTED', decisionTaskCompletedEventId: 4, ...more } },
        { eventId: 6, eventType: 'DecisionTaskScheduled', attributes: expect.objectContaining({ taskList: decisionList }) },
      ])
    })

    it('that calls a function fails with the role that may not call it', async () => {
      const swf = await TestSwf.registered({ deny: ['ScheduleLambdaFunction'], functions: { bill: () => 'billed' } })
      const run = await swf.startRun({ lambdaRole: 'role' })
      await swf.decide(decisions.ScheduleLambdaFunction)
      const events = await swf.historyFrom(5, run)
      expect(events.find(({ eventType }) => eventType === 'StartLambdaFunctionFailed')?.attributes).toEqual({
        scheduledEventId: 5,
        cause: 'ASSUME_ROLE_FAILED',
        message: 'the role may not call the function',
      })
      expect((await swf.pollDecision()).taskToken).toEqual(expect.any(String))
    })

    it('lets the others of its batch be', async () => {
      const swf = await TestSwf.registered({ deny: ['StartTimer'] })
      const run = await swf.startRun()
      await swf.decide(startTimer('t', '1'), schedule('a'))
      expect((await swf.historyFrom(5, run)).map(({ eventType }) => eventType)).toEqual([
        'StartTimerFailed',
        'ActivityTaskScheduled',
        'DecisionTaskScheduled',
      ])
    })

    it('is refused for that, whatever else there is against it', async () => {
      const swf = await TestSwf.registered({ deny: ['CompleteWorkflowExecution', 'ScheduleActivityTask'] })
      const run = await swf.startRun()
      const { taskToken } = await swf.pollDecision()
      await swf.client.signalWorkflowExecution({ domain, workflowId: run.workflowId, signalName: 'unseen' })
      const unknown = schedule('a', { activityType: { name: 'nothing', version: '1' } })
      await swf.client.respondDecisionTaskCompleted({ taskToken, decisions: [unknown, complete()] })
      const causes = (await swf.historyFrom(7, run)).map(({ attributes }) => attributes['cause'])
      expect(causes).toEqual(['OPERATION_NOT_PERMITTED', 'OPERATION_NOT_PERMITTED'])
    })

    it('does not make an operation of another name denied', async () => {
      const swf = await TestSwf.registered({ deny: Object.values(DecisionType) })
      const run = await swf.startRun()
      await swf.client.signalWorkflowExecution({ domain, workflowId: run.workflowId, signalName: 's' })
      await swf.client.requestCancelWorkflowExecution({ domain, workflowId: run.workflowId })
      await swf.decide(...Object.values(decisions).filter(({ decisionType }) => !decisionType?.endsWith('WorkflowExecution')))
      expect((await swf.client.describeWorkflowExecution({ domain, execution: run })).executionInfo?.executionStatus).toBe('OPEN')
    })
  })

  describe('the option deny', () => {
    const expected = 'option deny must be a list of operations and decisions of SWF, by name, not'

    it.each([
      [['StartTimer', 'StartTimr', 'ListDomains', 'listDomains'], `${expected} 'StartTimr', 'listDomains'`],
      [['constructor', ''], `${expected} 'constructor', ''`],
      ['StartTimer', `${expected} 'StartTimer'`],
      [[1], `${expected} [1]`],
      [null, `${expected} null`],
    ])('refuses %j', async (deny, message) => {
      // @ts-expect-error some of them are no lists of names
      await expect(LocalSwf.start({ deny })).rejects.toThrow(new TypeError(message))
    })

    it('denies nothing by default, and nothing with an empty list', async () => {
      for (const options of [{}, { deny: [] }]) {
        const { client } = await TestSwf.start(options)
        expect((await client.listDomains({ registrationStatus: 'REGISTERED' })).domainInfos).toEqual([])
      }
    })
  })
})

describe('validation', () => {
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
})

describe('hostile callers', () => {
  const lambdaRole = 'arn:aws:iam::123456789012:role/lambda'
  const callFunction = {
    decisionType: 'ScheduleLambdaFunction',
    scheduleLambdaFunctionDecisionAttributes: { id: 'f', name: 'f' },
  } as const

  describe('a wait', () => {
    it.each([new AbortController(), {}, 5])(
      'with a signal that is none (%o) is refused, and leaves nothing behind',
      async (signal) => {
        const swf = await TestSwf.registered()
        // @ts-expect-error JavaScript callers have no compiler
        await expect(swf.server.waitForExecution('order-1', 'OPEN', { signal })).rejects.toThrow(TypeError)
        const run = await swf.startRun()
        expect(await swf.history(run)).toHaveLength(2)
        swf.server.reset()
      },
    )
  })

  describe('a function', () => {
    it('that resets the server leaves nothing of its batch', async () => {
      const swf = await TestSwf.registered({ functions: { f: () => swf.server.reset() } })
      await swf.startRun({ lambdaRole })
      await swf.decide(callFunction, {
        decisionType: 'StartChildWorkflowExecution',
        startChildWorkflowExecutionDecisionAttributes: { workflowId: 'child', workflowType },
      })
      await expect.poll(() => swf.server.executions()).toEqual([])
      expect(swf.server.taskLists()).toEqual([])
    })

    it('that ends after a stop writes nothing more', async () => {
      const { promise, resolve } = gate()
      const swf = await TestSwf.registered({ functions: { f: () => promise } })
      const run = await swf.startRun({ lambdaRole })
      await swf.decide(callFunction)
      await swf.server.stop()
      const seen = swf.server.history(run.workflowId).length
      resolve()
      await promise
      await new Promise((turn) => void setImmediate(turn))
      expect(swf.server.history(run.workflowId)).toHaveLength(seen)
    })
  })

  it.each([Object.create(null), Object.assign(new Error('x'), { message: Symbol('z') })])(
    'what onRequest throws becomes a warning, whatever it is',
    async (thrown) => {
      const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
      onTestFinished(() => warned.mockRestore())
      const swf = await TestSwf.registered({
        onRequest() {
          throw thrown
        },
      })
      await swf.startRun()
      expect(warned).toHaveBeenCalled()
    },
  )

  it.each([
    [{ clock: ['manual'] }, 'option clock must be'],
    [{ domains: Object.assign([], { 1: 'a' }) }, 'option domains must be'],
    [[], 'LocalSwf.start takes a plain object'],
  ])('options that only look right are refused: %o', async (options, message) => {
    // @ts-expect-error JavaScript callers have no compiler
    await expect(LocalSwf.start(options)).rejects.toThrow(message)
  })

  it('a deprecated domain starts no children, though their type was undeprecated', async () => {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    await swf.client.deprecateDomain({ name: domain })
    await swf.client.undeprecateWorkflowType({ domain, workflowType })
    await swf.decide(
      {
        decisionType: 'StartChildWorkflowExecution',
        startChildWorkflowExecutionDecisionAttributes: { workflowId: 'child', workflowType },
      },
      complete(),
    )
    expect(eventTypes(await swf.history(run))).toContain('StartChildWorkflowExecutionFailed')
  })

  function gate() {
    let resolve = (): void => {}
    const promise = new Promise<void>((open) => (resolve = open))
    return { promise, resolve }
  }
})
