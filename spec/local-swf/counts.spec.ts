import { describe, expect, it } from 'vitest'
import { complete, domain, faultOf, TestSwf, workflowType } from './support/test-swf.js'

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
