import { describe, expect, it } from 'vitest'
import type { Execution } from '../../../lib/local-swf/model/execution/execution.js'
import {
  closeTimeMs,
  ExecutionIndex,
  startTimeMs,
  type Criterion,
} from '../../../lib/local-swf/model/visibility/execution-index.js'
import { close, ModelSwf } from '../support/model-swf.js'

const everything = { isBelow: () => false, isAbove: () => false }

const criteria: readonly Criterion[] = [
  {},
  { workflowId: 'order-7' },
  { workflowId: 'unknown' },
  { type: { name: 'order' } },
  { type: { name: 'order', version: '' } },
  { type: { name: 'order', version: '2' } },
  { type: { name: 'order 2' } },
  { type: { name: 'order', version: '2 1' } },
  { tag: 'even' },
  { tag: 'unknown' },
  { closeStatus: 'TERMINATED' },
  { closeStatus: 'TIMED_OUT' },
]

function matches({ workflowId, type, tag, closeStatus }: Criterion, execution: Execution): boolean {
  if (workflowId !== undefined && workflowId !== execution.workflowId) return false
  if (type && type.name !== execution.workflowType.name) return false
  if (type?.version && type.version !== execution.workflowType.version) return false
  if (tag !== undefined && !execution.tagList?.includes(tag)) return false
  return !closeStatus || closeStatus === execution.closeStatus
}

/** Runs of twenty workflowIds; of each the last is still open. */
function runs() {
  const model = new ModelSwf()
  const all = Array.from({ length: 200 }, (_, number) => {
    const version = String(number % 3)
    // One type has a name that, with a version, could be read as another's.
    const workflowType = number % 5 ? { name: 'order', version } : { name: `order ${version}`, version: '1' }
    const running = model.executions.findOpen(`order-${number % 20}`)
    if (running && number % 2) running.close({ status: 'TIMED_OUT' })
    else if (running) close(running)
    const execution = model.start(`order-${number % 20}`, {
      workflowType,
      tagList: number % 2 ? ['odd', 'odd'] : ['even', 'all'],
    })
    if (number % 3 === 0) model.clock.advance(1)
    return execution
  })
  return { executions: model.executions, all }
}

describe('ExecutionIndex', () => {
  it.each(criteria)('selects by %j what a scan does, in order', (criterion) => {
    const { executions, all } = runs()
    const selected = (index: ExecutionIndex) => index.select(criterion).take(everything, Infinity)
    const scanned = (isOpen: boolean) => all.filter((execution) => execution.isOpen === isOpen && matches(criterion, execution))
    expect(selected(executions.open)).toEqual(scanned(true))
    expect(selected(executions.closedByStart)).toEqual(scanned(false))
    expect(selected(executions.closedByClose)).toEqual(
      scanned(false).toSorted((one, other) => closeTimeMs(one) - closeTimeMs(other) || one.ordinal - other.ordinal),
    )
  })

  it('has nothing left when all have gone', () => {
    const { executions, all } = runs()
    const index = new ExecutionIndex(startTimeMs)
    const closed = all.filter(({ isOpen }) => !isOpen)
    for (const execution of closed) index.add(execution)
    for (const execution of closed) index.remove(execution)
    for (const criterion of criteria) expect(index.select(criterion).size).toBe(0)
    expect([index.size, index.first]).toEqual([0, undefined])
    expect(executions.closedByStart.size).toBe(closed.length)
  })

  it('looks at a few of 10,000 executions only, to add, to remove and to find some', () => {
    const model = new ModelSwf()
    const seen = { count: 0 }
    const index = new ExecutionIndex((execution) => {
      seen.count += 1
      return execution.startedAtMs
    })
    const all = Array.from({ length: 10_000 }, (_, number) => {
      const workflowType = { name: 'order', version: String(number % 3) }
      return model.start(`order-${number}`, { workflowType, tagList: [number % 2 ? 'odd' : 'even'] })
    })
    for (const execution of all) index.add(execution)
    // One comparison, of two times, in each of four sets; the set of the workflowId is new.
    expect(seen.count / all.length).toBeLessThan(9)
    seen.count = 0
    for (const execution of all.filter(({ ordinal }) => ordinal % 10 === 0)) index.remove(execution)
    expect(seen.count / 1000).toBeLessThan(150)
    for (const criterion of criteria) {
      seen.count = 0
      const look = (execution: Execution) => index.timeMs(execution) < 0
      index.select(criterion).take({ isBelow: look, isAbove: look }, 100)
      expect(seen.count).toBeLessThan(60)
    }
  })

  it('keeps no set for a workflowId that is gone, of which there may be any number', () => {
    const model = new ModelSwf()
    const execution = model.start('order-1')
    const select = () => model.executions.open.select({ workflowId: 'order-1' })
    expect(select()).toBe(select())
    close(execution)
    expect(select()).not.toBe(select())
  })
})
