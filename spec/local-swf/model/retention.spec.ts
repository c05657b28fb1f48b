import { setFlagsFromString } from 'node:v8'
import { setImmediate as turn } from 'node:timers/promises'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { ActivityTask } from '../../../lib/local-swf/model/tasks/activity-task.js'
import { Deadlines } from '../../../lib/local-swf/time/deadlines.js'
import type { Execution } from '../../../lib/local-swf/model/execution/execution.js'
import { ParentLink } from '../../../lib/local-swf/model/execution/parent-link.js'
import { Retention } from '../../../lib/local-swf/model/visibility/retention.js'
import { WorkflowTimer } from '../../../lib/local-swf/model/tasks/workflow-timer.js'
import { close, ModelSwf } from '../support/model-swf.js'

const hourMs = 3_600_000

/** A retention that notes what it forgets, in place of the Swf's own. */
function retention(mostExecutions: number) {
  const model = new ModelSwf({ retentionPeriodInDays: '90' })
  const forgotten: string[] = []
  const deadlines = new Deadlines(model.clock)
  const kept = new Retention({
    deadlines,
    nowMs: () => model.clock.now(),
    executionsOf: (domain) => model.swf.executionsOf(domain),
    mostExecutions,
    forget: ({ workflowId }) => void forgotten.push(workflowId),
  })
  const addClosed = (workflowId: string, domain = model.domain) => {
    const execution = model.start(workflowId, {}, domain)
    close(execution)
  }
  vi.spyOn(model.swf, 'noteClosed').mockImplementation((execution) => kept.add(execution))
  return { model, forgotten, deadlines, addClosed }
}

describe('Retention', () => {
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
