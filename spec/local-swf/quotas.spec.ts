import type { Decision } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { LocalSwf, ManualClock } from '../../lib/local-swf/index.js'
import { operationNames } from '../../lib/local-swf/operations/table.js'
import { documentedQuotas } from '../../lib/local-swf/quotas/figures.js'
import { Quotas } from '../../lib/local-swf/quotas/quotas.js'
import { rawFault } from './support/raw-request.js'
import { repeat } from './support/repeat.js'
import { activityType, decided, faultOf, schedule, startTimer, TestSwf, workflowType } from './support/test-swf.js'

const throttled = { name: 'ThrottlingException', message: 'Rate exceeded' }

describe('the quota of an operation', () => {
  it('lets as many calls through as its bucket holds, then as many a second as it is refilled with', async () => {
    const { client, clock } = await TestSwf.start({ account: { quotas: true } })
    const list = () => client.listDomains({ registrationStatus: 'REGISTERED' })
    await repeat(100, list)
    expect(await faultOf(list())).toEqual(throttled)
    clock.advance(1000)
    await repeat(6, list)
    expect(await faultOf(list())).toEqual(throttled)
  })

  it('is answered with the type of the fault that AWS has for it', async () => {
    const { client, server } = await TestSwf.start({ account: { quotas: true } })
    await repeat(100, () => client.listDomains({ registrationStatus: 'REGISTERED' }))
    expect(await rawFault(server, 'ListDomains', '{}')).toEqual({
      __type: 'com.amazon.coral.availability#ThrottlingException',
      message: 'Rate exceeded',
    })
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
    const list = () => client.listDomains({ registrationStatus: 'REGISTERED' })
    await repeat(100, list)
    server.reset()
    await repeat(100, list)
    expect(await faultOf(list())).toEqual(throttled)
  })

  it('is not there unless asked for', async () => {
    const { client } = await TestSwf.start()
    await repeat(101, () => client.listDomains({ registrationStatus: 'REGISTERED' }))
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
