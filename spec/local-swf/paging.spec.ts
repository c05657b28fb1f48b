import { paginateGetWorkflowExecutionHistory, paginateListClosedWorkflowExecutions, type HistoryEvent } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { damages } from './support/damages.js'
import { complete, decisionList, domain, faultOf, startTimer, TestSwf, type Run } from './support/test-swf.js'

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
