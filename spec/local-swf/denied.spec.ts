import { DecisionType, type Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { rawFault } from './support/raw-request.js'
import {
  activityType,
  complete,
  decisionList,
  domain,
  faultOf,
  schedule,
  startTimer,
  TestSwf,
  workflowType,
} from './support/test-swf.js'

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
const failures: Readonly<Record<Exclude<DecisionType, 'ScheduleLambdaFunction'>, readonly [eventType: string, more: object]>> = {
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
  StartChildWorkflowExecution: ['StartChildWorkflowExecutionFailed', { workflowId: 'child', workflowType, initiatedEventId: 0 }],
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
    const causes = (await swf.historyFrom(6, run)).map(({ attributes }) => attributes['cause'])
    expect(causes).toEqual(['OPERATION_NOT_PERMITTED', 'OPERATION_NOT_PERMITTED', undefined])
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
