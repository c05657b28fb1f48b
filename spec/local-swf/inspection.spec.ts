import { getEventListeners } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import type { HistoryEvent as SdkEvent } from '@aws-sdk/client-swf'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { heldPolls } from './support/held-polls.js'
import {
  type Run,
  TestSwf,
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
  workflowType,
} from './support/test-swf.js'

describe('what is seen', () => {
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
})

describe('waitForExecution', () => {
  /** Whether the promise has settled, once all that is due in this turn has run. */
  async function isSettled(promise: Promise<unknown>): Promise<boolean> {
    const settled = promise.then(
      () => true,
      () => true,
    )
    return Promise.race([settled, turn(false)])
  }

  const signal = (swf: TestSwf, run: Run) => swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'nudge' })

  describe('waitForExecution', () => {
    it('without a status resolves when a run starts', async () => {
      const swf = await TestSwf.registered()
      const wait = swf.server.waitForExecution('order-1')
      await swf.startRun({ workflowId: 'order-2' })
      expect(await isSettled(wait)).toBe(false)
      const run = await swf.startRun()
      expect(await wait).toMatchObject({ domain, ...run, status: 'OPEN', openCounts: { openDecisionTasks: 1 } })
    })

    it('without a status resolves at once when there is a run, open or closed', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      expect(await swf.server.waitForExecution('order-1')).toMatchObject({ status: 'OPEN' })
      await swf.decide(complete())
      expect(await swf.server.waitForExecution('order-1')).toMatchObject({ status: 'COMPLETED' })
    })

    it.each([
      ['COMPLETED', complete('7')],
      ['FAILED', { decisionType: 'FailWorkflowExecution', failWorkflowExecutionDecisionAttributes: {} }],
      ['CANCELED', { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} }],
      ['CONTINUED_AS_NEW', { decisionType: 'ContinueAsNewWorkflowExecution' }],
    ] as const)('resolves when a decision makes it %s', async (status, decision) => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      const wait = swf.server.waitForExecution('order-1', status)
      await signal(swf, run)
      expect(await isSettled(wait)).toBe(false)
      await swf.decide(decision)
      expect(await wait).toMatchObject({ ...run, status, closedAt: new Date(swf.clock.now()) })
    })

    it('resolves when it is terminated', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      const wait = swf.server.waitForExecution('order-1', 'TERMINATED')
      await swf.client.terminateWorkflowExecution({ domain, workflowId: 'order-1' })
      expect(await wait).toMatchObject({ ...run, status: 'TERMINATED' })
    })

    it('resolves when it times out', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      const wait = swf.server.waitForExecution('order-1', 'TIMED_OUT')
      swf.clock.advance(3_599_999)
      expect(await isSettled(wait)).toBe(false)
      swf.clock.advance(1)
      expect(await wait).toMatchObject({ ...run, status: 'TIMED_OUT' })
    })

    it('looks at the latest run only: that an earlier one had the status is not enough', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      await swf.decide(complete())
      expect(await swf.server.waitForExecution('order-1', 'COMPLETED')).toMatchObject({ status: 'COMPLETED' })
      const later = await swf.startRun()
      const wait = swf.server.waitForExecution('order-1', 'COMPLETED')
      expect(await isSettled(wait)).toBe(false)
      await swf.decide(complete())
      expect(await wait).toMatchObject(later)
    })

    it('waits on when it ends another way', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const wait = swf.server.waitForExecution('order-1', 'FAILED')
      await swf.decide(complete())
      expect(await isSettled(wait)).toBe(false)
      swf.server.reset()
      await expect(wait).rejects.toThrow()
    })

    it('waits for OPEN until the next run', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      await swf.decide(complete())
      const wait = swf.server.waitForExecution('order-1', 'OPEN')
      expect(await isSettled(wait)).toBe(false)
      const run = await swf.startRun()
      expect(await wait).toMatchObject({ ...run, status: 'OPEN' })
    })

    it('serves all who wait for the same', async () => {
      const swf = await TestSwf.registered()
      const waits = [1, 2, 3].map(() => swf.server.waitForExecution('order-1'))
      const run = await swf.startRun()
      expect(await Promise.all(waits)).toMatchObject([run, run, run])
    })
  })

  describe('waitForExecution with domains', () => {
    const other = 'shipping'
    const registerType = ({ client }: TestSwf) =>
      client.registerWorkflowType({
        domain: other,
        ...workflowType,
        defaultTaskList: decisionList,
        defaultTaskStartToCloseTimeout: '30',
        defaultExecutionStartToCloseTimeout: '3600',
        defaultChildPolicy: 'TERMINATE',
      })

    it('waits for a domain that is still to come, and heeds no other', async () => {
      const swf = await TestSwf.registered()
      const wait = swf.server.waitForExecution('order-1', undefined, { domain: other })
      await swf.startRun()
      expect(await isSettled(wait)).toBe(false)
      await swf.client.registerDomain({ name: other, workflowExecutionRetentionPeriodInDays: '7' })
      await registerType(swf)
      const run = await swf.startRun({ domain: other })
      expect(await wait).toMatchObject({ domain: other, ...run })
    })

    it('takes the execution of any domain when none is given', async () => {
      const swf = await TestSwf.registered({ domains: [other] })
      await registerType(swf)
      const wait = swf.server.waitForExecution('order-1')
      await swf.startRun({ domain: other })
      expect(await wait).toMatchObject({ domain: other })
    })

    it('rejects when several have that workflowId already, and names them', async () => {
      const swf = await TestSwf.registered({ domains: [other] })
      await registerType(swf)
      await swf.startRun()
      await swf.startRun({ domain: other })
      await expect(swf.server.waitForExecution('order-1', 'COMPLETED')).rejects.toThrow(
        "executions 'order-1' are in the domains 'shipping', 'orders': say which is meant by { domain }",
      )
    })
  })

  describe('waitForExecution rejects', () => {
    it('when the server is reset', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const wait = expect(swf.server.waitForExecution('order-1', 'COMPLETED')).rejects.toThrow(
        new Error("execution 'order-1' was awaited to be COMPLETED, but LocalSwf was reset"),
      )
      swf.server.reset()
      await wait
    })

    it('when the server stops', async () => {
      const swf = await TestSwf.registered()
      const wait = expect(swf.server.waitForExecution('order-1', undefined, { domain })).rejects.toThrow(
        new Error("execution 'order-1' in the domain 'orders' was awaited to be started, but LocalSwf was stopped"),
      )
      await swf.server.stop()
      await wait
    })

    it('when the server has stopped already, unless the execution is as it is wanted', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      await swf.server.stop()
      expect(await swf.server.waitForExecution('order-1', 'OPEN')).toMatchObject({ status: 'OPEN' })
      await expect(swf.server.waitForExecution('order-1', 'COMPLETED')).rejects.toThrow('but LocalSwf was stopped')
    })

    it('with an AbortError when the signal aborts; its cause is the reason', async () => {
      const swf = await TestSwf.registered()
      const abort = new AbortController()
      const reason = new Error('enough')
      const wait = swf.server.waitForExecution('order-1', 'OPEN', { signal: abort.signal })
      const other = swf.server.waitForExecution('order-1')
      abort.abort(reason)
      await expect(wait).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: reason })
      await swf.startRun()
      expect(await other).toMatchObject({ status: 'OPEN' })
    })

    it('with an AbortError for a signal that has aborted, even if the execution is as it is wanted', async () => {
      const swf = await TestSwf.registered()
      await swf.startRun()
      const wait = swf.server.waitForExecution('order-1', 'OPEN', { signal: AbortSignal.abort('too late') })
      await expect(wait).rejects.toMatchObject({ name: 'AbortError', cause: 'too late' })
    })

    it.each(['CLOSED', 'open', '', null, 1])('with a TypeError for %j, which is no status', async (status) => {
      const swf = await TestSwf.registered()
      // @ts-expect-error there is no such status
      const error = await swf.server.waitForExecution('order-1', status).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(TypeError)
      expect(error).toMatchObject({
        message: expect.stringContaining('waitForExecution takes one of OPEN, COMPLETED, FAILED, CANCELED, '),
      })
    })
  })

  it('a wait leaves nothing on its signal', async () => {
    const swf = await TestSwf.registered()
    const { signal: shared } = new AbortController()
    const waits = [1, 2].map(() => swf.server.waitForExecution('order-1', 'OPEN', { signal: shared }))
    expect(getEventListeners(shared, 'abort')).toHaveLength(2)
    await swf.startRun()
    await Promise.all(waits)
    const ended = swf.server.waitForExecution('order-1', 'COMPLETED', { signal: shared })
    swf.server.reset()
    await expect(ended).rejects.toThrow('reset')
    expect(getEventListeners(shared, 'abort')).toEqual([])
  })
})
