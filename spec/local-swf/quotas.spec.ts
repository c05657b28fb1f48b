import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { LocalSwf, ManualClock } from '../../lib/local-swf/index.js'
import { Swf } from '../../lib/local-swf/model/swf.js'
import { findOperation, operationNames } from '../../lib/local-swf/operations/table.js'
import type { Answer } from '../../lib/local-swf/operations/operation.js'
import { documentedQuotas } from '../../lib/local-swf/quotas/figures.js'
import { Quotas } from '../../lib/local-swf/quotas/quotas.js'
import { TokenBucket } from '../../lib/local-swf/quotas/token-bucket.js'
import { rawFault } from './support/raw-request.js'
import { repeat } from './support/repeat.js'
import {
  type Run,
  TestSwf,
  activityList,
  activityType,
  decided,
  decisionList,
  domain,
  faultOf,
  schedule,
  startTimer,
  workflowType,
} from './support/test-swf.js'

describe('quotas', () => {
  const throttled = { name: 'ThrottlingException', message: 'Rate exceeded' }

  describe('the quota of an operation', () => {
    it('lets as many calls through as its bucket holds, then as many a second as it is refilled with', async () => {
      const { client, clock, server } = await TestSwf.start({ account: { quotas: true } })
      const list = () => client.listDomains({ registrationStatus: 'REGISTERED' })
      await repeat(100, list)
      expect(await faultOf(list())).toEqual(throttled)
      expect(await rawFault(server, 'ListDomains', '{}')).toEqual({
        __type: 'com.amazon.coral.availability#ThrottlingException',
        message: 'Rate exceeded',
      })
      clock.advance(1000)
      await repeat(6, list)
      expect(await faultOf(list())).toEqual(throttled)
    })

    it('is its own, and counts calls that are refused for another reason too', async () => {
      const { client } = await TestSwf.registered({ account: { quotas: true } })
      const resourceArn = 'arn:aws:swf:us-east-1:123456789012:/domain/nowhere'
      const list = () => client.listTagsForResource({ resourceArn })
      await repeat(50, () => faultOf(list()))
      expect(await faultOf(list())).toEqual(throttled)
      expect((await faultOf(client.untagResource({ resourceArn, tagKeys: [] }))).name).toBe('UnknownResourceFault')
    })

    it('does not count what is denied', async () => {
      const { client } = await TestSwf.start({ account: { quotas: true }, deny: ['ListTagsForResource'] })
      const list = () => faultOf(client.listTagsForResource({ resourceArn: 'arn' }))
      await repeat(50, list)
      expect((await list()).name).toBe('OperationNotPermittedFault')
    })

    it('keeps what is throttled from any effect', async () => {
      const { client } = await TestSwf.start({ account: { quotas: true } })
      const register = (number: number) =>
        client.registerDomain({ name: `domain ${number}`, workflowExecutionRetentionPeriodInDays: '7' })
      await repeat(100, () => faultOf(client.registerDomain({ name: '', workflowExecutionRetentionPeriodInDays: '7' })))
      expect(await faultOf(register(1))).toEqual(throttled)
      expect((await client.listDomains({ registrationStatus: 'REGISTERED' })).domainInfos).toEqual([])
    })

    it('is whole again after a reset', async () => {
      const { client, server } = await TestSwf.start({ account: { quotas: true } })
      const list = () => faultOf(client.listTagsForResource({ resourceArn: 'arn' }))
      await repeat(50, list)
      server.reset()
      await repeat(50, list)
      expect(await list()).toEqual(throttled)
    })

    it('is not there unless asked for', async () => {
      const { client } = await TestSwf.start()
      await repeat(50, () => faultOf(client.listTagsForResource({ resourceArn: 'arn' })))
      expect((await faultOf(client.listTagsForResource({ resourceArn: 'arn' }))).name).toBe('UnknownResourceFault')
      const refused = LocalSwf.start({
        // @ts-expect-error no boolean
        account: { quotas: 'yes' },
      })
      await expect(refused).rejects.toThrow(new TypeError("option account.quotas must be true or false, not 'yes'"))
    })

    it('is there for each operation', () => {
      expect(Object.keys(documentedQuotas.operations).toSorted()).toEqual(operationNames.toSorted())
    })

    it.each(Object.entries(documentedQuotas.operations))('of %s is %j', (operation, [size, refillPerSecond]) => {
      const clock = new ManualClock(0)
      const quotas = new Quotas(documentedQuotas, clock)
      const take = () => quotas.takeOperation(operation)
      for (let token = 1; token <= size; token += 1) take()
      expect(take).toThrow('Rate exceeded')
      clock.advance(1000)
      for (let token = 1; token <= refillPerSecond; token += 1) take()
      expect(take).toThrow('Rate exceeded')
    })
  })

  describe('the quota of a decision', () => {
    const kinds: readonly (readonly [
      cause: string,
      size: number,
      refill: number,
      failure: string,
      decision: (id: string) => Decision,
    ])[] = [
      ['TIMER_CREATION_RATE_EXCEEDED', 2000, 200, 'StartTimerFailed', (id) => startTimer(id, '3600')],
      ['ACTIVITY_CREATION_RATE_EXCEEDED', 1000, 200, 'ScheduleActivityTaskFailed', (id) => schedule(id)],
      [
        'CHILD_CREATION_RATE_EXCEEDED',
        500,
        12,
        'StartChildWorkflowExecutionFailed',
        (workflowId) => ({
          decisionType: 'StartChildWorkflowExecution',
          startChildWorkflowExecutionDecisionAttributes: { workflowId, workflowType, taskList: { name: 'children' } },
        }),
      ],
      [
        'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
        1200,
        120,
        'SignalExternalWorkflowExecutionFailed',
        (workflowId) => ({
          decisionType: 'SignalExternalWorkflowExecution',
          signalExternalWorkflowExecutionDecisionAttributes: { workflowId, signalName: 's' },
        }),
      ],
      [
        'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
        1200,
        120,
        'RequestCancelExternalWorkflowExecutionFailed',
        (workflowId) => ({
          decisionType: 'RequestCancelExternalWorkflowExecution',
          requestCancelExternalWorkflowExecutionDecisionAttributes: { workflowId },
        }),
      ],
    ]

    it.each(kinds)('fails with %s beyond %i, and beyond %i more a second', async (cause, size, refill, failure, decision) => {
      const swf = await TestSwf.registered({ account: { quotas: true } })
      const run = await swf.startRun()
      const decide = async (name: string, count: number) =>
        swf.decide(...Array.from({ length: count }, (_, index) => decision(`${name} ${index}`)))
      const refused = async () => {
        const events = await swf.history(run)
        return events.filter(({ eventType, attributes }) => eventType === failure && attributes['cause'] === cause)
      }
      await decide('first', size + 1)
      expect(await refused()).toHaveLength(1)
      swf.clock.advance(1000)
      await decide('second', refill + 2)
      expect(await refused()).toHaveLength(3)
    })

    it('is one for all executions of the account', async () => {
      const swf = await TestSwf.registered({ account: { quotas: true } })
      const batch = Array.from({ length: 500 }, (_, index) => schedule(`a ${index}`))
      for (const workflowId of ['order-1', 'order-2']) {
        await swf.startRun({ workflowId })
        await swf.decide(...batch)
      }
      const run = await swf.startRun({ workflowId: 'order-3' })
      await swf.decide(schedule('a'))
      expect(await swf.historyFrom(5, run)).toMatchObject([
        { attributes: { cause: 'ACTIVITY_CREATION_RATE_EXCEEDED', activityId: 'a', activityType } },
        { eventType: 'DecisionTaskScheduled' },
      ])
    })

    it('is not there unless asked for', async () => {
      const { events } = await decided(...Array.from({ length: 2001 }, (_, index) => startTimer(`t ${index}`, '3600')))
      expect(events.filter(({ attributes }) => attributes['cause'] === 'TIMER_CREATION_RATE_EXCEEDED')).toEqual([])
    })
  })
})

describe('the quota of an operation on one execution', () => {
  it.each(['GetWorkflowExecutionHistory', 'SignalWorkflowExecution', 'RequestCancelWorkflowExecution'])(
    'is for %s: another execution has its own',
    (operation) => {
      const { call, start, clock } = directSwf()
      const [size = 0] = documentedQuotas.executionOperations[operation] ?? []
      const ask = (run: Run) => call(operation, { domain, ...run, execution: run, signalName: 's' })
      const [run, another] = [start('order-1'), start('order-2')]
      for (let count = 1; count <= size; count += 1) void ask(run)
      expect(() => ask(run)).toThrow('Rate exceeded')
      expect(() => ask(another)).not.toThrow()
      clock.advance(1000)
      expect(() => ask(run)).not.toThrow()
    },
  )

  it('is for RecordActivityTaskHeartbeat, whichever activity of the execution it is about', async () => {
    const { call, start, clock } = directSwf()
    start('order-1')
    const tokenOf = async (poll: string, taskList: object) =>
      Reflect.get({ ...(await call(poll, { domain, taskList })) }, 'taskToken')
    const taskToken: unknown = await tokenOf('PollForDecisionTask', decisionList)
    void call('RespondDecisionTaskCompleted', { taskToken, decisions: [schedule('a'), schedule('b')] })
    const tokens = [await tokenOf('PollForActivityTask', activityList), await tokenOf('PollForActivityTask', activityList)]
    const beat = (token: unknown) => call('RecordActivityTaskHeartbeat', { taskToken: token })
    for (const token of tokens) for (let count = 1; count <= 500; count += 1) void beat(token)
    expect(() => beat(tokens[0])).toThrow('Rate exceeded')
    clock.advance(1)
    expect(() => beat(tokens[0])).not.toThrow()
  })

  it.each(Object.entries(documentedQuotas.executionOperations))('of %s is %j', (operation, [size, refillPerSecond]) => {
    const clock = new ManualClock(0)
    const quotas = new Quotas(documentedQuotas, clock)
    const [execution, another] = [{}, {}]
    const take = (of: object) => () => quotas.takeOperationOf(of, operation)
    for (let token = 1; token <= size; token += 1) take(execution)()
    expect(take(execution)).toThrow('Rate exceeded')
    expect(take(another)).not.toThrow()
    clock.advance(1000)
    for (let token = 1; token <= refillPerSecond; token += 1) take(execution)()
    expect(take(execution)).toThrow('Rate exceeded')
  })

  /** An Swf with quotas, whose operations are called without HTTP: a quota takes up to a thousand calls. */
  function directSwf() {
    const clock = new ManualClock(1_800_000_000_000)
    const swf = new Swf({ clock, quotas: documentedQuotas })
    const context = {
      swf,
      region: 'us-east-1',
      accountId: '123456789012',
      isDisconnected: () => false,
      onDisconnect: () => {},
    }
    const call = (operation: string, body: object): Answer => findOperation(operation)(body, context)
    const timeouts = { defaultTaskStartToCloseTimeout: 'NONE', defaultTaskHeartbeatTimeout: 'NONE' }
    const scheduleTimeouts = { defaultTaskScheduleToStartTimeout: 'NONE', defaultTaskScheduleToCloseTimeout: 'NONE' }
    void call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '7' })
    void call('RegisterWorkflowType', {
      domain,
      ...workflowType,
      defaultTaskList: decisionList,
      defaultTaskStartToCloseTimeout: 'NONE',
      defaultExecutionStartToCloseTimeout: '3600',
      defaultChildPolicy: 'TERMINATE',
    })
    void call('RegisterActivityType', {
      domain,
      ...activityType,
      defaultTaskList: activityList,
      ...timeouts,
      ...scheduleTimeouts,
    })
    const start = (workflowId: string): Run => {
      void call('StartWorkflowExecution', { domain, workflowType, workflowId })
      return swf.executionsIn(domain).getOpen(workflowId).name
    }
    return { call, start, clock }
  }
})

describe('a token bucket', () => {
  /** How many tokens can be taken at once. */
  function drain(bucket: TokenBucket, nowMs: number): number {
    let tokens = 0
    while (bucket.take(nowMs)) tokens += 1
    return tokens
  }

  it('is full at first', () => {
    expect(drain(new TokenBucket([50, 30], 0), 0)).toBe(50)
  })

  it('is refilled bit by bit, with nothing lost between', () => {
    const bucket = new TokenBucket([100, 6], 0)
    drain(bucket, 0)
    let tokens = 0
    for (let nowMs = 1; nowMs <= 10_000; nowMs += 1) tokens += drain(bucket, nowMs)
    expect(tokens).toBe(60)
  })

  it('gives a token in the millisecond that completes it', () => {
    const bucket = new TokenBucket([100, 6], 0)
    drain(bucket, 0)
    expect(bucket.take(166)).toBe(false)
    expect(bucket.take(167)).toBe(true)
  })

  it('never holds more than its size', () => {
    const bucket = new TokenBucket([10, 6], 0)
    drain(bucket, 0)
    expect(drain(bucket, 1_000_000)).toBe(10)
  })

  it('neither gains nor loses by a clock that is set back', () => {
    const bucket = new TokenBucket([10, 1000], 10_000)
    drain(bucket, 10_000)
    expect(drain(bucket, 5000)).toBe(0)
    expect(drain(bucket, 5003)).toBe(3)
  })
})

describe('the figures of the quotas', () => {
  /** Names by their figures, `size/refill`. */
  function byFigure(figures: object): Record<string, string[]> {
    const grouped: Record<string, string[]> = {}
    for (const [name, figure] of Object.entries(figures)) (grouped[String(figure).replace(',', '/')] ??= []).push(name)
    return grouped
  }

  // Developer guide, Amazon SWF quotas.
  it('the quotas of operations are the documented ones', () => {
    const { operations } = documentedQuotas
    expect(Object.keys(operations).toSorted()).toEqual(operationNames.toSorted())
    const { '200/6': administration, ...others } = byFigure(operations)
    expect(others).toEqual({
      '2000/200': [
        'PollForActivityTask',
        'PollForDecisionTask',
        'RespondActivityTaskCanceled',
        'RespondActivityTaskCompleted',
        'RespondActivityTaskFailed',
        'RespondDecisionTaskCompleted',
        'StartWorkflowExecution',
      ],
      '2000/160': ['RecordActivityTaskHeartbeat'],
      '2000/60': ['GetWorkflowExecutionHistory', 'TerminateWorkflowExecution'],
      '2000/30': ['RequestCancelWorkflowExecution', 'SignalWorkflowExecution'],
      '2000/6': [
        'CountClosedWorkflowExecutions',
        'CountOpenWorkflowExecutions',
        'DescribeActivityType',
        'DescribeWorkflowExecution',
        'DescribeWorkflowType',
      ],
      '200/60': ['RegisterActivityType', 'RegisterWorkflowType'],
      '200/48': ['ListOpenWorkflowExecutions'],
      '100/6': ['DeprecateDomain', 'ListDomains', 'RegisterDomain', 'UndeprecateDomain'],
      '50/30': ['ListTagsForResource', 'TagResource', 'UntagResource'],
    })
    expect(administration).toHaveLength(12)
  })

  it('so are those of decisions, and of one execution', () => {
    expect(byFigure(documentedQuotas.decisions)).toEqual({
      '1200/120': ['RequestCancelExternalWorkflowExecution', 'SignalExternalWorkflowExecution'],
      '1000/200': ['ScheduleActivityTask'],
      '500/12': ['StartChildWorkflowExecution'],
      '2000/200': ['StartTimer'],
    })
    expect(byFigure(documentedQuotas.executionOperations)).toEqual({
      '400/200': ['GetWorkflowExecutionHistory'],
      '1000/1000': ['RecordActivityTaskHeartbeat', 'SignalWorkflowExecution'],
      '200/200': ['RequestCancelWorkflowExecution'],
    })
  })
})
