import {
  type HistoryEvent,
  type WorkflowExecutionInfos,
  paginateGetWorkflowExecutionHistory,
  paginateListClosedWorkflowExecutions,
  paginateListOpenWorkflowExecutions,
} from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { marker, startChild } from './support/decisions.js'
import { damages } from './support/damages.js'
import { type Run, TestSwf, complete, decisionList, domain, faultOf, startTimer } from './support/test-swf.js'

describe('pages', () => {
  const ids = (events: readonly HistoryEvent[] = []) => events.map(({ eventId }) => eventId)
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

  /** A run with 23 events, the last of them the start of a decision task if `poll` is asked for. */
  async function longRun(): Promise<{ swf: TestSwf; run: Run }> {
    const swf = await TestSwf.registered()
    const run = await swf.startRun()
    await swf.decide(...Array.from({ length: 9 }, (_, index) => startTimer(`t${index}`, '1')))
    swf.clock.advance(1000)
    return { swf, run }
  }

  describe('GetWorkflowExecutionHistory', () => {
    it('turns pages from the first event to the last', async () => {
      const { swf, run } = await longRun()
      const sizes: number[] = []
      const events: HistoryEvent[] = []
      const request = { domain, execution: run, maximumPageSize: 5 }
      for await (const page of paginateGetWorkflowExecutionHistory({ client: swf.client }, request)) {
        sizes.push(page.events?.length ?? 0)
        events.push(...(page.events ?? []))
      }
      expect(sizes).toEqual([5, 5, 5, 5, 3])
      expect(ids(events)).toEqual(upTo(23))
    })

    it('turns pages from the last event to the first', async () => {
      const { swf, run } = await longRun()
      const events: HistoryEvent[] = []
      const request = { domain, execution: run, maximumPageSize: 5, reverseOrder: true }
      for await (const page of paginateGetWorkflowExecutionHistory({ client: swf.client }, request))
        events.push(...(page.events ?? []))
      expect(ids(events)).toEqual(upTo(23).toReversed())
    })

    it('gives all at once for page size 0, and no token with the last page', async () => {
      const { swf, run } = await longRun()
      const request = { domain, execution: run }
      const all = await swf.client.getWorkflowExecutionHistory({ ...request, maximumPageSize: 0 })
      expect(all.events).toHaveLength(23)
      expect(all.nextPageToken).toBeUndefined()
      const exact = await swf.client.getWorkflowExecutionHistory({ ...request, maximumPageSize: 23 })
      expect(exact.nextPageToken).toBeUndefined()
    })

    it('refuses a token that is broken, or of another request', async () => {
      const { swf, run } = await longRun()
      const request = { domain, execution: run, maximumPageSize: 5 }
      const { nextPageToken } = await swf.client.getWorkflowExecutionHistory(request)
      const invalid = { name: 'ValidationException', message: 'Invalid token' }
      expect(await faultOf(swf.client.getWorkflowExecutionHistory({ ...request, nextPageToken: 'nonsense' }))).toEqual(invalid)
      expect(await faultOf(swf.client.getWorkflowExecutionHistory({ ...request, nextPageToken, reverseOrder: true }))).toEqual(
        invalid,
      )
      const other = await swf.startRun({ workflowId: 'other' })
      expect(await faultOf(swf.client.getWorkflowExecutionHistory({ ...request, nextPageToken, execution: other }))).toEqual(
        invalid,
      )
    })

    it.each(damages)('refuses a token %s', async (_, damaged) => {
      const { swf, run } = await longRun()
      const request = { domain, execution: run, maximumPageSize: 5 }
      const { nextPageToken = '' } = await swf.client.getWorkflowExecutionHistory(request)
      const call = swf.client.getWorkflowExecutionHistory({ ...request, nextPageToken: damaged(nextPageToken) })
      expect(await faultOf(call)).toEqual({ name: 'ValidationException', message: 'Invalid token' })
    })

    it('refuses a page of more than 1,000 or less than none', async () => {
      const { swf, run } = await longRun()
      const request = { domain, execution: run }
      expect((await faultOf(swf.client.getWorkflowExecutionHistory({ ...request, maximumPageSize: 1001 }))).message).toBe(
        "1 validation error detected: Value '1001' at 'maximumPageSize' failed to satisfy constraint: Member must have value less than or equal to 1000",
      )
      expect((await faultOf(swf.client.getWorkflowExecutionHistory({ ...request, maximumPageSize: -1 }))).message).toContain(
        'Member must have value greater than or equal to 0',
      )
    })

    it('names an unknown domain and an unknown execution', async () => {
      const { swf, run } = await longRun()
      const { client } = swf
      expect((await faultOf(client.getWorkflowExecutionHistory({ domain: 'nowhere', execution: run }))).message).toBe(
        'Unknown domain: nowhere',
      )
      const other = { workflowId: run.workflowId, runId: 'other' }
      expect((await faultOf(client.getWorkflowExecutionHistory({ domain, execution: other }))).message).toBe(
        'Unknown execution: WorkflowExecution=[workflowId=order-1, runId=other]',
      )
    })
  })

  describe('PollForDecisionTask', () => {
    it('turns the pages of the task in hand, whatever happens meanwhile', async () => {
      const { swf } = await longRun()
      const first = await swf.pollDecision({ maximumPageSize: 10 })
      await swf.startRun({ workflowId: 'another' })
      const second = await swf.pollDecision({ maximumPageSize: 10, nextPageToken: first.nextPageToken })
      swf.clock.advance(1000)
      const third = await swf.pollDecision({ maximumPageSize: 10, nextPageToken: second.nextPageToken })
      expect([...ids(first.events), ...ids(second.events), ...ids(third.events)]).toEqual(upTo(24))
      expect(third.nextPageToken).toBeUndefined()
      for (const page of [second, third]) {
        expect(page).toMatchObject({
          taskToken: first.taskToken,
          startedEventId: 24,
          previousStartedEventId: 3,
          workflowExecution: first.workflowExecution,
          workflowType: first.workflowType,
        })
      }
    })

    it('turns them in reverse order', async () => {
      const { swf } = await longRun()
      const first = await swf.pollDecision({ maximumPageSize: 20, reverseOrder: true })
      const second = await swf.pollDecision({ maximumPageSize: 20, reverseOrder: true, nextPageToken: first.nextPageToken })
      expect([...ids(first.events), ...ids(second.events)]).toEqual(upTo(24).toReversed())
    })

    it('can begin at the previous decision', async () => {
      const { swf } = await longRun()
      const { events, previousStartedEventId } = await swf.pollDecision({ startAtPreviousStartedEvent: true })
      expect(previousStartedEventId).toBe(3)
      expect(ids(events)).toEqual(upTo(24).slice(2))
    })

    it('refuses the token of a task that is no longer in hand', async () => {
      const { swf } = await longRun()
      const { nextPageToken, taskToken } = await swf.pollDecision({ maximumPageSize: 10 })
      await swf.client.respondDecisionTaskCompleted({ taskToken })
      expect((await faultOf(swf.pollDecision({ maximumPageSize: 10, nextPageToken }))).message).toBe(
        'Unknown decision task, scheduledEventId = 15',
      )
    })

    it('refuses a broken token and an unknown domain', async () => {
      const { swf } = await longRun()
      expect((await faultOf(swf.pollDecision({ nextPageToken: 'nonsense' }))).message).toBe('Invalid token')
      expect((await faultOf(swf.pollDecision({ domain: 'nowhere' }))).message).toBe('Unknown domain: nowhere')
      const waiting = await swf.client.countPendingDecisionTasks({ domain, taskList: decisionList })
      expect(waiting.count).toBe(1)
    })
  })

  describe('ListClosedWorkflowExecutions', () => {
    it('refuses a token of ListOpenWorkflowExecutions', async () => {
      const swf = await TestSwf.registered()
      for (const workflowId of ['order-1', 'order-2']) await swf.startRun({ workflowId })
      const request = { domain, startTimeFilter: { oldestDate: new Date(0) }, maximumPageSize: 1 }
      const { nextPageToken } = await swf.client.listOpenWorkflowExecutions(request)
      const next = { ...request, nextPageToken }
      expect((await swf.client.listOpenWorkflowExecutions(next)).executionInfos).toHaveLength(1)
      expect((await faultOf(swf.client.listClosedWorkflowExecutions(next))).message).toBe('Invalid token')
    })

    it('gives each execution once, the last closed first', async () => {
      const swf = await TestSwf.registered()
      const workflowIds = upTo(25).map((number) => `order-${number}`)
      for (const workflowId of workflowIds) {
        await swf.startRun({ workflowId })
        await swf.decide(complete())
      }
      const listed: (string | undefined)[] = []
      const request = { domain, closeTimeFilter: { oldestDate: new Date(0) }, maximumPageSize: 10 }
      for await (const page of paginateListClosedWorkflowExecutions({ client: swf.client }, request)) {
        listed.push(...(page.executionInfos ?? []).map(({ execution }) => execution?.workflowId))
      }
      expect(listed).toEqual(workflowIds.toReversed())
    })
  })
})

describe('many pages', () => {
  const dayMs = 86_400_000
  const ever = { oldestDate: new Date(0) }
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

  const workflowIdsOf = ({ executionInfos = [] }: WorkflowExecutionInfos) =>
    executionInfos.map(({ execution }) => execution?.workflowId)

  /** Everything on all pages. */
  async function listed(pages: AsyncIterable<WorkflowExecutionInfos>): Promise<(string | undefined)[]> {
    const workflowIds: (string | undefined)[] = []
    for await (const page of pages) workflowIds.push(...workflowIdsOf(page))
    return workflowIds
  }

  /** Ten runs, a second apart. */
  async function tenRuns() {
    const swf = await TestSwf.registered()
    for (const number of upTo(10)) {
      await swf.startRun({ workflowId: `order-${number}`, executionStartToCloseTimeout: '31536000' })
      swf.clock.advance(1000)
    }
    return swf
  }

  const terminate = (swf: TestSwf, workflowId: string) => swf.client.terminateWorkflowExecution({ domain, workflowId })

  describe('The paginators of the SDK', () => {
    it('give each of 1,200 executions once, open and closed, in order and in reverse', async () => {
      const swf = await TestSwf.registered()
      const { client, clock } = swf
      const started: string[] = []
      // Three parents, a millisecond apart, and in the millisecond of each its 399 children.
      for (const parent of upTo(3)) {
        const children = upTo(399).map((number) => `child-${parent}-${number}`)
        // Lists of their own, since each child that starts wakes its parent again.
        const taskList = { name: `parent-${parent}` }
        await swf.startRun({ workflowId: `parent-${parent}`, taskList })
        const { taskToken } = await swf.pollDecision({ taskList })
        await client.respondDecisionTaskCompleted({
          taskToken,
          decisions: children.map((child) => startChild(child, { taskList: { name: 'nobody' } })),
        })
        started.push(`parent-${parent}`, ...children)
        clock.advance(1)
      }
      const startTimeFilter = ever
      expect(await listed(paginateListOpenWorkflowExecutions({ client }, { domain, startTimeFilter }))).toEqual(
        started.toReversed(),
      )
      // Each parent times out, which terminates its children.
      clock.advance(3_600_000)
      expect(await listed(paginateListOpenWorkflowExecutions({ client }, { domain, startTimeFilter }))).toEqual([])
      for (const time of [{ startTimeFilter }, { closeTimeFilter: ever }]) {
        // The paginator writes its token into the request: each has its own.
        const pages = (request: object) => paginateListClosedWorkflowExecutions({ client }, { domain, ...time, ...request })
        expect(await listed(pages({ maximumPageSize: 700 }))).toEqual(started.toReversed())
        expect(await listed(pages({ reverseOrder: true }))).toEqual(started)
      }
    })

    it.each([false, true])('give each of 3,000 events once (reverse order: %s)', async (reverseOrder) => {
      const swf = await TestSwf.registered()
      const run = await swf.startRun()
      // Four events come before the markers, and one after them.
      await swf.decide(...upTo(2995).map(() => marker('book')), complete())
      const sizes: number[] = []
      const ids: (number | undefined)[] = []
      for await (const { events = [] } of paginateGetWorkflowExecutionHistory(
        { client: swf.client },
        { domain, execution: run, reverseOrder },
      )) {
        sizes.push(events.length)
        ids.push(...events.map(({ eventId }) => eventId))
      }
      expect(sizes).toEqual([1000, 1000, 1000])
      expect(ids).toEqual(reverseOrder ? upTo(3000).toReversed() : upTo(3000))
    })
  })

  describe('A page that follows', () => {
    it('is not moved by open executions that come and go', async () => {
      const swf = await tenRuns()
      const request = { domain, startTimeFilter: ever, maximumPageSize: 4 }
      const first = await swf.client.listOpenWorkflowExecutions(request)
      expect(workflowIdsOf(first)).toEqual(['order-10', 'order-9', 'order-8', 'order-7'])
      // The last of the page before, one of the page to come, and a new one.
      for (const workflowId of ['order-7', 'order-5']) await terminate(swf, workflowId)
      await swf.startRun({ workflowId: 'order-11' })
      const second = await swf.client.listOpenWorkflowExecutions({ ...request, nextPageToken: first.nextPageToken })
      expect(workflowIdsOf(second)).toEqual(['order-6', 'order-4', 'order-3', 'order-2'])
      const third = await swf.client.listOpenWorkflowExecutions({ ...request, nextPageToken: second.nextPageToken })
      expect(workflowIdsOf(third)).toEqual(['order-1'])
      expect(third.nextPageToken).toBeUndefined()
    })

    it('is not moved by executions that close, nor by those whose retention period ends', async () => {
      const swf = await tenRuns()
      for (const number of upTo(8)) {
        await terminate(swf, `order-${number}`)
        swf.clock.advance(1000)
      }
      swf.clock.advance(6.9 * dayMs)
      const request = { domain, closeTimeFilter: ever, maximumPageSize: 3, reverseOrder: true }
      const first = await swf.client.listClosedWorkflowExecutions(request)
      expect(workflowIdsOf(first)).toEqual(['order-1', 'order-2', 'order-3'])
      await terminate(swf, 'order-10')
      // Four of them are gone then, one of which was still to come.
      swf.clock.advance(0.1 * dayMs - 4500)
      const second = await swf.client.listClosedWorkflowExecutions({ ...request, nextPageToken: first.nextPageToken })
      expect(workflowIdsOf(second)).toEqual(['order-5', 'order-6', 'order-7'])
      const third = await swf.client.listClosedWorkflowExecutions({ ...request, nextPageToken: second.nextPageToken })
      expect(workflowIdsOf(third)).toEqual(['order-8', 'order-10'])
    })
  })

  describe('A page token', () => {
    it('belongs to the filters that it came with', async () => {
      const swf = await tenRuns()
      const request = { domain, startTimeFilter: ever, maximumPageSize: 4 }
      const { nextPageToken } = await swf.client.listOpenWorkflowExecutions(request)
      const others = [{ typeFilter: { name: 'order' } }, { startTimeFilter: { oldestDate: new Date(1) } }, { reverseOrder: true }]
      for (const other of others) {
        const call = swf.client.listOpenWorkflowExecutions({ ...request, ...other, nextPageToken })
        expect(await faultOf(call)).toEqual({ name: 'ValidationException', message: 'Invalid token' })
      }
      const same = await swf.client.listOpenWorkflowExecutions({ ...request, reverseOrder: false, nextPageToken })
      expect(workflowIdsOf(same)).toHaveLength(4)
    })

    it('expires after 24 hours', async () => {
      const swf = await TestSwf.registered()
      const { client, clock } = swf
      const tenDays = { executionStartToCloseTimeout: '864000', taskStartToCloseTimeout: '864000' }
      const run = await swf.startRun({ workflowId: 'order-1', ...tenDays })
      await swf.startRun({ workflowId: 'order-2', ...tenDays })
      for (const workflowId of ['gone-1', 'gone-2']) {
        await swf.startRun({ workflowId, taskList: { name: 'nobody' } })
        await terminate(swf, workflowId)
      }
      const page = { domain, maximumPageSize: 1 }
      const calls = [
        (nextPageToken?: string) => client.listOpenWorkflowExecutions({ ...page, startTimeFilter: ever, nextPageToken }),
        (nextPageToken?: string) => client.listClosedWorkflowExecutions({ ...page, closeTimeFilter: ever, nextPageToken }),
        (nextPageToken?: string) => client.getWorkflowExecutionHistory({ ...page, execution: run, nextPageToken }),
        (nextPageToken?: string) => swf.pollDecision({ ...page, nextPageToken }),
      ]
      const tokens = await Promise.all(calls.map(async (call) => (await call()).nextPageToken))
      clock.advance(dayMs)
      for (const [index, call] of calls.entries()) await call(tokens[index])
      clock.advance(1)
      for (const [index, call] of calls.entries()) {
        expect(await faultOf(call(tokens[index]))).toEqual({
          name: 'ValidationException',
          message: 'Specified token has exceeded its maximum lifetime',
        })
      }
    })
  })
})
