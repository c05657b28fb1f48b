import {
  paginateGetWorkflowExecutionHistory,
  paginateListClosedWorkflowExecutions,
  paginateListOpenWorkflowExecutions,
  type Decision,
  type WorkflowExecutionInfos,
} from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { complete, domain, faultOf, TestSwf, workflowType } from './support/test-swf.js'

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

const startChild = (workflowId: string): Decision => ({
  decisionType: 'StartChildWorkflowExecution',
  startChildWorkflowExecutionDecisionAttributes: { workflowId, workflowType, taskList: { name: 'nobody' } },
})

const terminate = (swf: TestSwf, workflowId: string) => swf.client.terminateWorkflowExecution({ domain, workflowId })

describe('The paginators of the SDK', () => {
  it('give each of 2,500 executions once, open and closed, in order and in reverse', async () => {
    const swf = await TestSwf.registered()
    const { client, clock } = swf
    const started: string[] = []
    // Five parents, a millisecond apart, and in the millisecond of each its 499 children.
    for (const parent of upTo(5)) {
      const children = upTo(499).map((number) => `child-${parent}-${number}`)
      // Lists of their own, since each child that starts wakes its parent again.
      const taskList = { name: `parent-${parent}` }
      await swf.startRun({ workflowId: `parent-${parent}`, taskList })
      const { taskToken } = await swf.pollDecision({ taskList })
      await client.respondDecisionTaskCompleted({ taskToken, decisions: children.map(startChild) })
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
    const marker = { decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName: 'book' } } as const
    // Four events come before the markers, and one after them.
    await swf.decide(...upTo(2995).map(() => marker), complete())
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
