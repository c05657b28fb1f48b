import type { CloseStatus, Decision, WorkflowExecutionInfos } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import {
  callFunction,
  cancelActivity,
  cancelExecution,
  cancelTimer,
  continueAsNew,
  fail,
  startChild,
} from './support/decisions.js'
import {
  type Run,
  TestSwf,
  complete,
  domain,
  eventTypes,
  faultOf,
  schedule,
  startTimer,
  workflowType,
} from './support/test-swf.js'

describe('lists of executions', () => {
  const ever = { oldestDate: new Date(0) }
  const workflowIds = ({ executionInfos = [] }: WorkflowExecutionInfos) =>
    executionInfos.map(({ execution }) => execution?.workflowId)

  /** One execution a minute: `a` and `c` are closed, `b` and `d` are open; `a` and `b` are tagged. */
  async function fourExecutions() {
    const swf = await TestSwf.registered()
    const { client } = swf
    await client.registerWorkflowType({ domain, name: 'refund', version: '1' })
    const settings = {
      taskList: { name: 'refunds' },
      executionStartToCloseTimeout: '3600',
      taskStartToCloseTimeout: '30',
      childPolicy: 'TERMINATE',
    } as const
    const dates = new Map<string, Date>()
    for (const [index, workflowId] of ['a', 'b', 'c', 'd'].entries()) {
      dates.set(workflowId, new Date(swf.clock.now()))
      const tagList = index < 2 ? ['books'] : []
      await swf.startRun(
        index % 2
          ? { workflowId, tagList, workflowType: { name: 'refund', version: '1' }, ...settings }
          : { workflowId, tagList },
      )
      swf.clock.advance(60_000)
    }
    await swf.decide(complete())
    await client.terminateWorkflowExecution({ domain, workflowId: 'c' })
    return { swf, client, dateOf: (workflowId: string) => dates.get(workflowId) ?? new Date(0) }
  }

  describe('ListOpenWorkflowExecutions', () => {
    it('lists the latest first, or, in reverse order, the earliest', async () => {
      const { client } = await fourExecutions()
      expect(workflowIds(await client.listOpenWorkflowExecutions({ domain, startTimeFilter: ever }))).toEqual(['d', 'b'])
      const reversed = await client.listOpenWorkflowExecutions({ domain, startTimeFilter: ever, reverseOrder: true })
      expect(workflowIds(reversed)).toEqual(['b', 'd'])
    })

    it('lists by start time, both ends included', async () => {
      const { client, dateOf } = await fourExecutions()
      const list = (oldestDate: Date, latestDate?: Date) =>
        client.listOpenWorkflowExecutions({ domain, startTimeFilter: { oldestDate, latestDate } })
      expect(workflowIds(await list(dateOf('b'), dateOf('b')))).toEqual(['b'])
      expect(workflowIds(await list(dateOf('c')))).toEqual(['d'])
      expect(workflowIds(await list(new Date(0), dateOf('a')))).toEqual([])
    })

    it('lists by workflowId, type and tag', async () => {
      const { client } = await fourExecutions()
      const list = async (filter: object) =>
        workflowIds(await client.listOpenWorkflowExecutions({ domain, startTimeFilter: ever, ...filter }))
      expect(await list({ executionFilter: { workflowId: 'b' } })).toEqual(['b'])
      expect(await list({ executionFilter: { workflowId: 'a' } })).toEqual([])
      expect(await list({ typeFilter: { name: 'refund' } })).toEqual(['d', 'b'])
      expect(await list({ typeFilter: { name: 'refund', version: '2' } })).toEqual([])
      expect(await list({ typeFilter: { name: 'order' } })).toEqual([])
      expect(await list({ tagFilter: { tag: 'books' } })).toEqual(['b'])
    })

    it('shows each execution as its description does', async () => {
      const { client, dateOf } = await fourExecutions()
      const { executionInfos = [] } = await client.listOpenWorkflowExecutions({ domain, startTimeFilter: ever })
      expect(executionInfos[1]).toEqual({
        execution: { workflowId: 'b', runId: expect.any(String) },
        workflowType: { name: 'refund', version: '1' },
        startTimestamp: dateOf('b'),
        executionStatus: 'OPEN',
        tagList: ['books'],
        cancelRequested: false,
      })
    })

    it('refuses two filters at once, and an unknown domain', async () => {
      const { client } = await fourExecutions()
      const both = { executionFilter: { workflowId: 'b' }, tagFilter: { tag: 'books' } }
      expect(await faultOf(client.listOpenWorkflowExecutions({ domain, startTimeFilter: ever, ...both }))).toEqual({
        name: 'ValidationException',
        message: 'Cannot specify more than one exclusive filters in the same query: [executionFilter, tagFilter]',
      })
      const unknown = client.listOpenWorkflowExecutions({ domain: 'nowhere', startTimeFilter: ever })
      expect((await faultOf(unknown)).message).toBe('Unknown domain: nowhere')
    })
  })

  describe('ListClosedWorkflowExecutions', () => {
    it('lists by start time and by close time', async () => {
      const { swf, client, dateOf } = await fourExecutions()
      const closedAt = new Date(swf.clock.now())
      expect(workflowIds(await client.listClosedWorkflowExecutions({ domain, startTimeFilter: ever }))).toEqual(['c', 'a'])
      const early = { oldestDate: dateOf('a'), latestDate: dateOf('b') }
      expect(workflowIds(await client.listClosedWorkflowExecutions({ domain, startTimeFilter: early }))).toEqual(['a'])
      expect(workflowIds(await client.listClosedWorkflowExecutions({ domain, closeTimeFilter: early }))).toEqual([])
      const late = { oldestDate: closedAt, latestDate: closedAt }
      expect(workflowIds(await client.listClosedWorkflowExecutions({ domain, closeTimeFilter: late }))).toEqual(['c', 'a'])
    })

    it('lists by workflowId, type, tag and close status', async () => {
      const { client } = await fourExecutions()
      const list = async (filter: object) =>
        workflowIds(await client.listClosedWorkflowExecutions({ domain, startTimeFilter: ever, ...filter }))
      expect(await list({ executionFilter: { workflowId: 'a' } })).toEqual(['a'])
      expect(await list({ executionFilter: { workflowId: 'b' } })).toEqual([])
      expect(await list({ typeFilter: workflowType })).toEqual(['c', 'a'])
      expect(await list({ tagFilter: { tag: 'books' } })).toEqual(['a'])
      expect(await list({ closeStatusFilter: { status: 'TERMINATED' } })).toEqual(['c'])
      expect(await list({ closeStatusFilter: { status: 'FAILED' } })).toEqual([])
    })

    it('lists every run of a workflowId', async () => {
      const { swf, client } = await fourExecutions()
      await swf.startRun({ workflowId: 'a' })
      await swf.decide(complete())
      const executionFilter = { workflowId: 'a' }
      const listed = await client.listClosedWorkflowExecutions({ domain, startTimeFilter: ever, executionFilter })
      expect(workflowIds(listed)).toEqual(['a', 'a'])
    })

    it('wants one time filter and one other filter at most', async () => {
      const { client } = await fourExecutions()
      const list = (filters: object) => faultOf(client.listClosedWorkflowExecutions({ domain, ...filters }))
      expect((await list({})).message).toBe('Must specify time filter')
      expect((await list({ startTimeFilter: ever, closeTimeFilter: ever })).message).toContain(
        '[startTimeFilter, closeTimeFilter]',
      )
      const both = { closeStatusFilter: { status: 'FAILED' }, typeFilter: workflowType }
      expect((await list({ startTimeFilter: ever, ...both })).message).toContain('[typeFilter, closeStatusFilter]')
      const unknown = client.listClosedWorkflowExecutions({ domain: 'nowhere', startTimeFilter: ever })
      expect((await faultOf(unknown)).message).toBe('Unknown domain: nowhere')
    })
  })
})

describe('counts', () => {
  const ever = { oldestDate: new Date(0) }

  /** Five runs, a minute apart: `a` completed and `b` terminated at the end, `c` to `e` open; `a` and `c` are tagged, `e` is of version 2. */
  async function fiveRuns() {
    const swf = await TestSwf.registered()
    const { client, clock } = swf
    const settings = { taskList: { name: 'twos' }, executionStartToCloseTimeout: '3600', taskStartToCloseTimeout: '30' }
    const versionTwo = { name: workflowType.name, version: '2' }
    await client.registerWorkflowType({ domain, ...versionTwo })
    const startedAt = new Map<string, Date>()
    for (const workflowId of ['a', 'b', 'c', 'd', 'e']) {
      startedAt.set(workflowId, new Date(clock.now()))
      const tagList = ['a', 'c'].includes(workflowId) ? ['books'] : []
      const overrides = workflowId === 'e' ? { workflowType: versionTwo, childPolicy: 'TERMINATE' as const, ...settings } : {}
      await swf.startRun({ workflowId, tagList, ...overrides })
      clock.advance(60_000)
    }
    await swf.decide(complete())
    clock.advance(60_000)
    await client.terminateWorkflowExecution({ domain, workflowId: 'b' })
    return { client, closedAt: new Date(clock.now()), dateOf: (workflowId: string) => startedAt.get(workflowId) ?? new Date(0) }
  }

  describe('CountOpenWorkflowExecutions', () => {
    it('counts by workflowId, type and tag', async () => {
      const { client } = await fiveRuns()
      const count = (filter: object) => client.countOpenWorkflowExecutions({ domain, startTimeFilter: ever, ...filter })
      expect(await count({})).toMatchObject({ count: 3, truncated: false })
      expect((await count({ executionFilter: { workflowId: 'd' } })).count).toBe(1)
      expect((await count({ executionFilter: { workflowId: 'a' } })).count).toBe(0)
      expect((await count({ typeFilter: { name: 'order' } })).count).toBe(3)
      expect((await count({ typeFilter: { name: 'order', version: '2' } })).count).toBe(1)
      expect((await count({ tagFilter: { tag: 'books' } })).count).toBe(1)
    })

    it('counts by start time, both ends included', async () => {
      const { client, dateOf } = await fiveRuns()
      const count = async (oldestDate: Date, latestDate?: Date) =>
        (await client.countOpenWorkflowExecutions({ domain, startTimeFilter: { oldestDate, latestDate } })).count
      expect(await count(dateOf('c'), dateOf('d'))).toBe(2)
      expect(await count(dateOf('d'))).toBe(2)
      expect(await count(new Date(0), dateOf('b'))).toBe(0)
      expect(await count(dateOf('d'), dateOf('c'))).toBe(0)
    })

    it('refuses two filters at once, no time and an unknown domain', async () => {
      const { client } = await fiveRuns()
      const both = { typeFilter: workflowType, tagFilter: { tag: 'books' } }
      expect(await faultOf(client.countOpenWorkflowExecutions({ domain, startTimeFilter: ever, ...both }))).toEqual({
        name: 'ValidationException',
        message: 'Cannot specify more than one exclusive filters in the same query: [typeFilter, tagFilter]',
      })
      const timeless = faultOf(client.countOpenWorkflowExecutions({ domain, startTimeFilter: undefined }))
      expect((await timeless).message).toContain("at 'startTimeFilter' failed to satisfy constraint: Member must not be null")
      const unknown = faultOf(client.countOpenWorkflowExecutions({ domain: 'nowhere', startTimeFilter: ever }))
      expect((await unknown).message).toBe('Unknown domain: nowhere')
    })
  })

  describe('CountClosedWorkflowExecutions', () => {
    it('counts by workflowId, type, tag and close status', async () => {
      const { client } = await fiveRuns()
      for (const time of [{ startTimeFilter: ever }, { closeTimeFilter: ever }]) {
        const count = (filter: object) => client.countClosedWorkflowExecutions({ domain, ...time, ...filter })
        expect(await count({})).toMatchObject({ count: 2, truncated: false })
        expect((await count({ executionFilter: { workflowId: 'a' } })).count).toBe(1)
        expect((await count({ executionFilter: { workflowId: 'd' } })).count).toBe(0)
        expect((await count({ typeFilter: workflowType })).count).toBe(2)
        expect((await count({ typeFilter: { name: 'order', version: '2' } })).count).toBe(0)
        expect((await count({ tagFilter: { tag: 'books' } })).count).toBe(1)
        expect((await count({ closeStatusFilter: { status: 'TERMINATED' } })).count).toBe(1)
        expect((await count({ closeStatusFilter: { status: 'FAILED' } })).count).toBe(0)
      }
    })

    it('counts by start time or by close time', async () => {
      const { client, closedAt, dateOf } = await fiveRuns()
      const count = async (times: object) => (await client.countClosedWorkflowExecutions({ domain, ...times })).count
      expect(await count({ startTimeFilter: { oldestDate: dateOf('b') } })).toBe(1)
      expect(await count({ closeTimeFilter: { oldestDate: dateOf('b') } })).toBe(2)
      expect(await count({ closeTimeFilter: { oldestDate: closedAt } })).toBe(1)
      expect(await count({ startTimeFilter: { oldestDate: closedAt } })).toBe(0)
    })

    it('wants one time filter and one other filter at most', async () => {
      const { client } = await fiveRuns()
      const refusal = async (filters: object) =>
        (await faultOf(client.countClosedWorkflowExecutions({ domain, ...filters }))).message
      expect(await refusal({})).toBe('Must specify time filter')
      expect(await refusal({ startTimeFilter: ever, closeTimeFilter: ever })).toContain('[startTimeFilter, closeTimeFilter]')
      const both = { closeStatusFilter: { status: 'FAILED' }, executionFilter: { workflowId: 'a' } }
      expect(await refusal({ startTimeFilter: ever, ...both })).toContain('[executionFilter, closeStatusFilter]')
      expect(await refusal({ domain: 'nowhere', startTimeFilter: ever })).toBe('Unknown domain: nowhere')
    })
  })
})

describe('open counts', () => {
  const childList = { name: 'child deciders' }
  const none = {
    openActivityTasks: 0,
    openDecisionTasks: 0,
    openTimers: 0,
    openChildWorkflowExecutions: 0,
    openLambdaFunctions: 0,
  }

  const describeRun = (swf: TestSwf, execution: Run) => swf.client.describeWorkflowExecution({ domain, execution })

  /** An execution with two activities, three timers, a child and a call of a function, whose decider is woken. */
  async function busy() {
    const swf = await TestSwf.registered({ functions: { price: () => new Promise(() => {}) } })
    const run = await swf.startRun({ lambdaRole: 'a-role', executionStartToCloseTimeout: '1000' })
    await swf.decide(
      schedule('a'),
      schedule('b'),
      startTimer('one', '100'),
      startTimer('two', '200'),
      startTimer('three', '300'),
      startChild('child', { taskList: childList }),
      callFunction('price'),
    )
    return { swf, run }
  }

  const endings: ReadonlyArray<readonly [CloseStatus, string, Decision | ((swf: TestSwf, run: Run) => unknown)]> = [
    ['COMPLETED', 'WorkflowExecutionCompleted', complete()],
    ['FAILED', 'WorkflowExecutionFailed', fail()],
    ['CANCELED', 'WorkflowExecutionCanceled', cancelExecution()],
    ['CONTINUED_AS_NEW', 'WorkflowExecutionContinuedAsNew', continueAsNew()],
    [
      'TERMINATED',
      'WorkflowExecutionTerminated',
      (swf, run) => swf.client.terminateWorkflowExecution({ domain, ...run, childPolicy: 'ABANDON' }),
    ],
    ['TIMED_OUT', 'WorkflowExecutionTimedOut', (swf) => swf.clock.advance(1_000_000)],
  ]

  describe('an execution that is closed', () => {
    it.each(endings)('as %s ends with %s, and nothing is open in it but children', async (closeStatus, lastEvent, end) => {
      const { swf, run } = await busy()
      if (typeof end === 'function') await end(swf, run)
      else await swf.decide(end)
      const { executionInfo, openCounts } = await describeRun(swf, run)
      expect(executionInfo).toMatchObject({
        executionStatus: 'CLOSED',
        closeStatus,
        closeTimestamp: new Date(swf.clock.now()),
      })
      // All but the termination bring the child's end with them: the policy is TERMINATE.
      expect(openCounts).toEqual({ ...none, openChildWorkflowExecutions: closeStatus === 'TERMINATED' ? 1 : 0 })
      expect(eventTypes(await swf.history(run)).at(-1)).toBe(lastEvent)
      const closed = await swf.client.listClosedWorkflowExecutions({
        domain,
        startTimeFilter: { oldestDate: new Date(0) },
        closeStatusFilter: { status: closeStatus },
      })
      expect(closed.executionInfos?.map(({ execution }) => execution)).toContainEqual(run)
    })
  })

  describe('openCounts', () => {
    it('counts all that is open', async () => {
      const { swf, run } = await busy()
      expect((await describeRun(swf, run)).openCounts).toEqual({
        openActivityTasks: 2,
        openDecisionTasks: 1,
        openTimers: 3,
        openChildWorkflowExecutions: 1,
        openLambdaFunctions: 1,
      })
    })

    it('counts an activity and a decision task also while they are worked on', async () => {
      const { swf, run } = await busy()
      await swf.pollActivity()
      await swf.pollDecision()
      expect((await describeRun(swf, run)).openCounts).toMatchObject({ openActivityTasks: 2, openDecisionTasks: 1 })
    })

    it('counts no more what has ended', async () => {
      const { swf, run } = await busy()
      const { taskToken } = await swf.pollActivity()
      await swf.client.respondActivityTaskCompleted({ taskToken })
      swf.clock.advance(100_000)
      await swf.client.terminateWorkflowExecution({ domain, workflowId: 'child' })
      await swf.decide(cancelActivity('b'), cancelTimer('two'))
      expect((await describeRun(swf, run)).openCounts).toEqual({
        ...none,
        openDecisionTasks: 1,
        openTimers: 1,
        openLambdaFunctions: 1,
      })
      swf.clock.advance(800_000)
      await swf.decide()
      expect((await describeRun(swf, run)).openCounts).toEqual(none)
    })
  })

  describe('DescribeWorkflowExecution', () => {
    it('still counts an activity that a worker had at the close, and none that waited', async () => {
      const { swf, run } = await busy()
      const { taskToken } = await swf.pollActivity()
      await swf.decide(complete())
      expect((await describeRun(swf, run)).openCounts).toEqual({ ...none, openActivityTasks: 1 })
      await swf.client.respondActivityTaskCompleted({ taskToken }).catch(() => {})
      swf.clock.advance(1_000_000)
      expect((await describeRun(swf, run)).openCounts).toEqual({ ...none, openActivityTasks: 1 })
    })

    it('tells the time of the last event of an activity: its scheduling, start or end', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      expect((await describeRun(swf, run)).latestActivityTaskTimestamp).toBeUndefined()
      swf.clock.advance(1000)
      await swf.decide(schedule('a'))
      const latest = async () => (await describeRun(swf, run)).latestActivityTaskTimestamp
      expect(await latest()).toEqual(new Date(swf.clock.now()))
      swf.clock.advance(1000)
      const { taskToken } = await swf.pollActivity()
      expect(await latest()).toEqual(new Date(swf.clock.now()))
      swf.clock.advance(1000)
      await swf.client.respondActivityTaskCompleted({ taskToken })
      const endedAt = new Date(swf.clock.now())
      swf.clock.advance(1000)
      await swf.decide(startTimer('wake', '1'))
      expect(await latest()).toEqual(endedAt)
    })

    it('tells the latest context that a decider gave, whatever answers came without one', async () => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      for (const executionContext of ['one', 'two', undefined]) {
        const { taskToken } = await swf.pollDecision()
        await swf.client.respondDecisionTaskCompleted({ taskToken, executionContext })
        await swf.client.signalWorkflowExecution({ domain, ...run, signalName: 'wake' })
      }
      expect((await describeRun(swf, run)).latestExecutionContext).toBe('two')
    })
  })
})
