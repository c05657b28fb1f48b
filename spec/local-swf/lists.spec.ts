import type { WorkflowExecutionInfos } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { complete, domain, faultOf, TestSwf, workflowType } from './support/test-swf.js'

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
      index % 2 ? { workflowId, tagList, workflowType: { name: 'refund', version: '1' }, ...settings } : { workflowId, tagList },
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
    expect((await list({ startTimeFilter: ever, closeTimeFilter: ever })).message).toContain('[startTimeFilter, closeTimeFilter]')
    const both = { closeStatusFilter: { status: 'FAILED' }, typeFilter: workflowType }
    expect((await list({ startTimeFilter: ever, ...both })).message).toContain('[typeFilter, closeStatusFilter]')
    const unknown = client.listClosedWorkflowExecutions({ domain: 'nowhere', startTimeFilter: ever })
    expect((await faultOf(unknown)).message).toBe('Unknown domain: nowhere')
  })
})
