import { describe, expect, it } from 'vitest'
import { complete, decisionList, domain, faultOf, TestSwf, workflowType, type Run } from './support/test-swf.js'

const dayMs = 86_400_000
const ever = { oldestDate: new Date(0) }

/** A domain of its own, and whether a closed execution of it can be found by any means. */
async function withRetention(workflowExecutionRetentionPeriodInDays: string) {
  const swf = await TestSwf.start()
  const { client } = swf
  await client.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays })
  await client.registerWorkflowType({
    domain,
    ...workflowType,
    defaultTaskList: decisionList,
    defaultTaskStartToCloseTimeout: '30',
    defaultExecutionStartToCloseTimeout: '31536000',
    defaultChildPolicy: 'TERMINATE',
  })
  const isKept = async (run: Run): Promise<boolean> => {
    const executionFilter = { workflowId: run.workflowId }
    const { executionInfos = [] } = await client.listClosedWorkflowExecutions({ domain, closeTimeFilter: ever, executionFilter })
    const { count } = await client.countClosedWorkflowExecutions({ domain, startTimeFilter: ever, executionFilter })
    expect(count).toBe(executionInfos.length)
    const message = `Unknown execution: WorkflowExecution=[workflowId=${run.workflowId}, runId=${run.runId}]`
    if (executionInfos.length > 0) {
      await client.getWorkflowExecutionHistory({ domain, execution: run })
      await client.describeWorkflowExecution({ domain, execution: run })
    } else {
      const unknown = { name: 'UnknownResourceFault', message }
      expect(await faultOf(client.getWorkflowExecutionHistory({ domain, execution: run }))).toEqual(unknown)
      expect(await faultOf(client.describeWorkflowExecution({ domain, execution: run }))).toEqual(unknown)
    }
    return executionInfos.length > 0
  }
  return { swf, client, isKept }
}

describe('A closed execution', () => {
  it('is kept for the retention period of its domain after its close, its history included', async () => {
    const { swf, isKept } = await withRetention('3')
    const run = await swf.startRun()
    // The period begins with the close, not with the start.
    swf.clock.advance(5 * dayMs)
    await swf.decide(complete())
    const later = await swf.startRun({ workflowId: 'order-2' })
    swf.clock.advance(3 * dayMs - 1)
    await swf.decide(complete())
    expect(await isKept(run)).toBe(true)
    swf.clock.advance(1)
    expect(await isKept(run)).toBe(false)
    expect(await isKept(later)).toBe(true)
    swf.clock.advance(3 * dayMs)
    expect(await isKept(later)).toBe(false)
  })

  it.each(['0', 'NONE', '00'])('is gone at once where the period is %s', async (period) => {
    const { swf, client, isKept } = await withRetention(period)
    const run = await swf.startRun()
    await swf.decide(complete())
    expect(await isKept(run)).toBe(false)
    const { workflowId } = run
    const again = await swf.startRun({ workflowId })
    await client.terminateWorkflowExecution({ domain, workflowId })
    expect(await isKept(again)).toBe(false)
  })

  it('is kept without regard to the periods of other domains', async () => {
    const { swf, client, isKept } = await withRetention('2')
    const run = await swf.startRun()
    await swf.decide(complete())
    await client.registerDomain({ name: 'other', workflowExecutionRetentionPeriodInDays: '1' })
    swf.clock.advance(dayMs)
    expect(await isKept(run)).toBe(true)
  })
})

it('An open execution is kept, however long it runs', async () => {
  const { swf, client } = await withRetention('1')
  const run = await swf.startRun()
  swf.clock.advance(300 * dayMs)
  const { executionInfo } = await client.describeWorkflowExecution({ domain, execution: run })
  expect(executionInfo?.executionStatus).toBe('OPEN')
})
