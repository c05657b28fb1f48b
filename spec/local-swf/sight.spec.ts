import type { HistoryEvent as SdkEvent } from '@aws-sdk/client-swf'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { heldPolls } from './support/held-polls.js'
import {
  activityList,
  activityType,
  complete,
  decided,
  decisionList,
  domain,
  eventTypes,
  plainEvent,
  schedule,
  startTimer,
  TestSwf,
  workflowType,
} from './support/test-swf.js'

const shipping = 'shipping'

/** A server with a domain more, and the same type in it. */
async function twoDomains(): Promise<TestSwf> {
  const swf = await TestSwf.registered({ domains: [shipping] })
  await swf.client.registerWorkflowType({
    domain: shipping,
    ...workflowType,
    defaultTaskList: decisionList,
    defaultTaskStartToCloseTimeout: '30',
    defaultExecutionStartToCloseTimeout: '3600',
    defaultChildPolicy: 'TERMINATE',
  })
  return swf
}

describe('history', () => {
  it('is what the SDK reads of GetWorkflowExecutionHistory', async () => {
    const { swf, run } = await decided(schedule('a', { input: 'é' }), startTimer('t', '10'))
    const { events } = await swf.client.getWorkflowExecutionHistory({ domain, execution: run })
    const seen: SdkEvent[] = swf.server.history('order-1')
    expect(seen).toHaveLength(6)
    expect(seen).toStrictEqual(events)
  })

  it('has its attributes typed, and leaves out what has no value', async () => {
    const { swf } = await decided(schedule('a'))
    const scheduled = swf.server.history('order-1').find(({ eventType }) => eventType === 'ActivityTaskScheduled')
    expect(scheduled?.activityTaskScheduledEventAttributes?.activityType).toEqual(activityType)
    expect(scheduled?.activityTaskScheduledEventAttributes).not.toHaveProperty('input')
  })

  it('is a copy: changing it changes nothing on the server', async () => {
    const { swf } = await decided(complete('done'))
    const [first] = swf.server.history('order-1')
    if (!first?.workflowExecutionStartedEventAttributes) throw new Error('a history begins with the start')
    first.workflowExecutionStartedEventAttributes.taskList.name = 'changed'
    first.eventTimestamp.setTime(0)
    const [again] = swf.server.history('order-1')
    expect(again?.workflowExecutionStartedEventAttributes?.taskList).toEqual(decisionList)
    expect(again?.eventTimestamp).toEqual(new Date(1_800_000_000_250))
  })

  it('is that of the latest run, or of the one that is asked for', async () => {
    const { swf, run } = await decided(complete())
    const later = await swf.startRun()
    const { server } = swf
    expect(server.history('order-1')).toHaveLength(2)
    expect(server.history('order-1', { runId: later.runId })).toHaveLength(2)
    expect(eventTypes(server.history('order-1', { runId: run.runId }).map(plainEvent))).toContain('WorkflowExecutionCompleted')
  })

  it('of an unknown workflowId is an error that names those there are', async () => {
    const swf = await TestSwf.registered()
    expect(() => swf.server.history('order-2')).toThrow("LocalSwf has no execution 'order-2': the executions there are none")
    for (const workflowId of ['order-1', 'order-3']) await swf.startRun({ workflowId })
    const message = "LocalSwf has no execution 'order-2': the executions there are 'order-1', 'order-3'"
    expect(() => swf.server.history('order-2')).toThrow(message)
  })

  it('of an unknown workflowId names ten, and how many more there are', async () => {
    const swf = await TestSwf.registered()
    await Promise.all(Array.from({ length: 12 }, (_, index) => swf.startRun({ workflowId: `order-${index}` })))
    expect(() => swf.server.history('x')).toThrow(/the executions there are ('order-\d+', ){9}'order-\d+' and 2 more$/)
  })

  it('of an unknown run is an error that names the runs of the workflowId', async () => {
    const swf = await TestSwf.registered()
    const { runId } = await swf.startRun()
    const message = `execution 'order-1' has no run 'other': its runs are '${runId}'`
    expect(() => swf.server.history('order-1', { runId: 'other' })).toThrow(message)
  })

  it('of an unknown domain is an error that names the domains', async () => {
    const swf = await twoDomains()
    const message = "LocalSwf has no domain 'oders': it has 'shipping', 'orders'"
    expect(() => swf.server.history('order-1', { domain: 'oders' })).toThrow(message)
  })

  it('of a workflowId that several domains have needs the domain', async () => {
    const swf = await twoDomains()
    await swf.startRun()
    expect(swf.server.history('order-1')).toHaveLength(2)
    await swf.startRun({ domain: shipping, input: 'by ship' })
    const message = "executions 'order-1' are in the domains 'shipping', 'orders': say which is meant by { domain }"
    expect(() => swf.server.history('order-1')).toThrow(message)
    const [started] = swf.server.history('order-1', { domain: shipping })
    expect(started?.workflowExecutionStartedEventAttributes?.input).toBe('by ship')
    expect(() => swf.server.history('order-2', { domain: shipping })).toThrow(
      "LocalSwf has no execution 'order-2' in the domain 'shipping': the executions there are 'order-1'",
    )
  })
})

describe('executions', () => {
  it('describes each, in the order of their starts', async () => {
    const swf = await TestSwf.registered()
    const first = await swf.startRun({ workflowId: 'order-2', tagList: ['red', 'urgent'] })
    await swf.decide(schedule('a'), startTimer('t', '10'), startTimer('u', '10'))
    swf.clock.advance(1000)
    const second = await swf.startRun({ workflowId: 'order-1' })
    await swf.decide(complete())
    expect(swf.server.executions()).toStrictEqual([
      {
        domain,
        ...first,
        workflowType,
        status: 'OPEN',
        startedAt: new Date(1_800_000_000_250),
        closedAt: undefined,
        tagList: ['red', 'urgent'],
        parent: undefined,
        openCounts: {
          openActivityTasks: 1,
          openDecisionTasks: 0,
          openTimers: 2,
          openChildWorkflowExecutions: 0,
          openLambdaFunctions: 0,
        },
      },
      {
        domain,
        ...second,
        workflowType,
        status: 'COMPLETED',
        startedAt: new Date(1_800_000_001_250),
        closedAt: new Date(1_800_000_001_250),
        tagList: [],
        parent: undefined,
        openCounts: {
          openActivityTasks: 0,
          openDecisionTasks: 0,
          openTimers: 0,
          openChildWorkflowExecutions: 0,
          openLambdaFunctions: 0,
        },
      },
    ])
  })

  it('names the parent of a child', async () => {
    const { swf, run } = await decided({
      decisionType: 'StartChildWorkflowExecution',
      startChildWorkflowExecutionDecisionAttributes: { workflowType, workflowId: 'parcel-1' },
    })
    const [parent, child] = swf.server.executions()
    expect(parent).toMatchObject({ workflowId: 'order-1', openCounts: { openChildWorkflowExecutions: 1 } })
    expect(child).toMatchObject({ workflowId: 'parcel-1', parent: run })
  })

  it('are those of one domain, when it is given', async () => {
    const swf = await twoDomains()
    await swf.startRun()
    await swf.startRun({ domain: shipping, workflowId: 'parcel-1' })
    const idsOf = (options?: { readonly domain: string }): string[] =>
      swf.server.executions(options).map(({ workflowId }) => workflowId)
    expect(idsOf()).toEqual(['order-1', 'parcel-1'])
    expect(idsOf({ domain: shipping })).toEqual(['parcel-1'])
    expect(() => idsOf({ domain: 'x' })).toThrow("LocalSwf has no domain 'x': it has 'shipping', 'orders'")
  })

  it('are a picture of the moment: they do not change', async () => {
    const swf = await TestSwf.registered()
    await swf.startRun()
    const [seen] = swf.server.executions()
    await swf.decide(complete())
    expect(seen?.status).toBe('OPEN')
    expect(swf.server.executions()[0]?.status).toBe('COMPLETED')
  })

  it('can be looked at when the server has stopped', async () => {
    const { swf } = await decided(complete())
    await swf.server.stop()
    expect(swf.server.executions()).toMatchObject([{ workflowId: 'order-1', status: 'COMPLETED' }])
    expect(swf.server.history('order-1')).toHaveLength(5)
  })
})

describe('taskLists', () => {
  it('tells in which lists tasks wait, by domain, kind and name', async () => {
    const swf = await twoDomains()
    await swf.startRun()
    await swf.decide(schedule('a'), schedule('b', { taskPriority: '5' }), schedule('c', { taskList: { name: 'rare' } }))
    await swf.startRun({ workflowId: 'order-2' })
    await swf.startRun({ domain: shipping })
    const polls = { waitingPolls: 0 }
    expect(swf.server.taskLists()).toStrictEqual([
      { domain: shipping, kind: 'decision', name: decisionList.name, waitingTasks: 1, ...polls },
      { domain, kind: 'activity', name: activityList.name, waitingTasks: 2, ...polls },
      { domain, kind: 'activity', name: 'rare', waitingTasks: 1, ...polls },
      { domain, kind: 'decision', name: decisionList.name, waitingTasks: 1, ...polls },
    ])
  })

  it('tells where polls are held, until a task comes', async () => {
    const swf = await TestSwf.registered()
    const poll = swf.pollDecision()
    void swf.pollActivity().catch(() => {})
    void swf.pollActivity().catch(() => {})
    await heldPolls(swf, 3)
    const activities = { domain, kind: 'activity', name: activityList.name, waitingTasks: 0, waitingPolls: 2 }
    expect(swf.server.taskLists()).toStrictEqual([
      activities,
      { domain, kind: 'decision', name: decisionList.name, waitingTasks: 0, waitingPolls: 1 },
    ])
    await swf.startRun()
    await poll
    expect(swf.server.taskLists()).toStrictEqual([activities])
  })
})

describe('the option domains', () => {
  it('registers them at the start, each once, for 90 days', async () => {
    const swf = await TestSwf.start({ domains: ['FlowDefault', 'other', 'FlowDefault'] })
    for (const name of ['FlowDefault', 'other']) {
      expect(await swf.client.describeDomain({ name })).toMatchObject({
        domainInfo: { name, status: 'REGISTERED' },
        configuration: { workflowExecutionRetentionPeriodInDays: '90' },
      })
    }
  })

  it('is read once: a list that changes later changes nothing', async () => {
    const domains = ['FlowDefault']
    const swf = await LocalSwf.start({ domains })
    onTestFinished(() => swf.stop())
    domains.push('FlowDefault2')
    swf.reset()
    expect(() => swf.executions({ domain: 'x' })).toThrow("it has 'FlowDefault'")
  })
})
