import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import type { Execution } from '../../lib/local-swf/model/execution/execution.js'
import { ParentLink } from '../../lib/local-swf/model/execution/parent-link.js'
import { ActivityTask } from '../../lib/local-swf/model/tasks/activity-task.js'
import { WorkflowTimer } from '../../lib/local-swf/model/tasks/workflow-timer.js'
import { Retention } from '../../lib/local-swf/model/visibility/retention.js'
import { Deadlines } from '../../lib/local-swf/time/deadlines.js'
import { ModelSwf, close } from './support/model-swf.js'
import { type Run, TestSwf, complete, decisionList, domain, faultOf, workflowType } from './support/test-swf.js'

describe('retention', () => {
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
      const { executionInfos = [] } = await client.listClosedWorkflowExecutions({
        domain,
        closeTimeFilter: ever,
        executionFilter,
      })
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
})

describe('Retention', () => {
  const hourMs = 3_600_000

  /** A retention that notes what it forgets, in place of the Swf's own. */
  function retention(mostExecutions: number) {
    const model = new ModelSwf({ retentionPeriodInDays: '90' })
    const forgotten: string[] = []
    const deadlines = new Deadlines(model.clock)
    const kept = new Retention({
      deadlines,
      nowMs: () => model.clock.now(),
      executionsOf: (of) => model.swf.executionsOf(of),
      mostExecutions,
      forget: ({ workflowId }) => void forgotten.push(workflowId),
    })
    const addClosed = (workflowId: string, where = model.domain) => {
      const execution = model.start(workflowId, {}, where)
      close(execution)
    }
    vi.spyOn(model.swf, 'noteClosed').mockImplementation((execution) => kept.add(execution))
    return { model, forgotten, deadlines, addClosed }
  }

  it('keeps as many as it may, of all domains together, and lets go what closed first', () => {
    const { model, forgotten, addClosed } = retention(3)
    const other = model.addDomain('other', '1')
    for (const workflowId of ['a', 'b', 'c']) addClosed(workflowId, workflowId === 'b' ? other : model.domain)
    expect(forgotten).toEqual([])
    for (const workflowId of ['d', 'e']) addClosed(workflowId)
    expect(forgotten).toEqual(['a', 'b'])
    expect([
      model.executions.closedByStart.size,
      model.executions.closedByClose.size,
      model.swf.executionsOf(other).closedByClose.size,
    ]).toEqual([3, 3, 0])
  })

  it('lets each go when its time is over, with one deadline for all of a domain', () => {
    const { model, forgotten, deadlines, addClosed } = retention(100)
    const add = vi.spyOn(deadlines, 'add')
    for (let hour = 0; hour < 50; hour += 1) {
      addClosed(String(hour))
      model.clock.advance(hourMs)
    }
    expect(add).toHaveBeenCalledTimes(1)
    model.clock.advance(90 * 24 * hourMs - 50 * hourMs - 1)
    expect(forgotten).toEqual([])
    model.clock.advance(1)
    expect(forgotten).toEqual(['0'])
    model.clock.advance(9 * hourMs)
    expect(forgotten).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    model.clock.advance(40 * hourMs)
    expect(forgotten).toHaveLength(50)
    addClosed('later')
    model.clock.advance(90 * 24 * hourMs)
    expect(forgotten.at(-1)).toBe('later')
  })

  it('goes on after the one that it waits for had to make room', () => {
    const { model, forgotten, addClosed } = retention(2)
    for (const workflowId of ['a', 'b', 'c']) {
      addClosed(workflowId)
      model.clock.advance(hourMs)
    }
    expect(forgotten).toEqual(['a'])
    model.clock.advance(90 * 24 * hourMs - 2 * hourMs)
    expect(forgotten).toEqual(['a', 'b'])
    model.clock.advance(hourMs)
    expect(forgotten).toEqual(['a', 'b', 'c'])
  })

  it('leaves nothing of an execution in memory, though its child is still kept', async () => {
    const model = new ModelSwf({ retentionPeriodInDays: '1' })
    const { clock } = model
    const [parent, child] = parentAndChild(model)
    clock.advance(14 * hourMs)
    await turn()
    setFlagsFromString('--expose-gc')
    runInNewContext('gc')()
    expect(parent.deref()).toBeUndefined()
    expect(child.deref()?.workflowId).toBe('child')
    expect(model.executions.closedByStart.size).toBe(1)
  })

  /** The parent ends with an activity and a timer that are open, ten hours before its child. */
  function parentAndChild(model: ModelSwf): [WeakRef<Execution>, WeakRef<Execution>] {
    const parent = model.start('parent')
    const timeout = '3600'
    const activity = {
      activityId: 'ship',
      activityType: { name: 'ship', version: '1' },
      input: undefined,
      control: undefined,
      taskList: 'workers',
      taskPriority: undefined,
      scheduleToStartTimeout: timeout,
      scheduleToCloseTimeout: timeout,
      startToCloseTimeout: timeout,
      heartbeatTimeout: 'NONE',
    }
    parent.addActivity(new ActivityTask(parent, activity, 0))
    const timer = { timerId: 'wait', control: undefined, startToFireTimeout: timeout }
    parent.timers.set('wait', new WorkflowTimer(parent, timer, 0))
    const link = new ParentLink(parent, 1)
    const child = model.start('child', { parent: link })
    link.childStarted(child)
    parent.close({ status: 'COMPLETED', result: undefined })
    model.clock.advance(10 * hourMs)
    child.close({ status: 'COMPLETED', result: undefined })
    return [new WeakRef(parent), new WeakRef(child)]
  }
})
