import { array, assert, constantFrom, integer, property, record, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OrderedSet } from '../../lib/local-swf/collections/ordered-set.js'
import { SparseMap } from '../../lib/local-swf/collections/sparse-map.js'
import type { Execution } from '../../lib/local-swf/model/execution/execution.js'
import { type Criterion, ExecutionIndex, closeTimeMs, startTimeMs } from '../../lib/local-swf/model/visibility/execution-index.js'
import { ModelSwf, close } from './support/model-swf.js'

interface Item {
  readonly timeMs: number
  readonly ordinal: number
}

const inOrder = (one: Item, other: Item) => one.timeMs - other.timeMs || one.ordinal - other.ordinal
const within = (fromMs: number, untilMs: number) => ({
  isBelow: ({ timeMs }: Item) => timeMs < fromMs,
  isAbove: ({ timeMs }: Item) => timeMs > untilMs,
})
const everything = within(-Infinity, Infinity)

/** Items of which three fall into one millisecond. */
const items = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({ timeMs: Math.floor(index / 3), ordinal: index }))

/** In an order that has nothing to do with theirs. */
const shuffled = (all: readonly Item[]) => {
  const place = ({ ordinal }: Item) => (ordinal * 7919) % 10_007
  return all.toSorted((one, other) => place(one) - place(other))
}

function setOf(all: readonly Item[]): OrderedSet<Item> {
  const set = new OrderedSet(inOrder)
  for (const item of all) set.add(item)
  return set
}

/** Counts how often a range looks at an item. */
function watched(fromMs: number, untilMs: number) {
  const range = within(fromMs, untilMs)
  const seen = { count: 0 }
  const look = (isOutside: (item: Item) => boolean) => (item: Item) => {
    seen.count += 1
    return isOutside(item)
  }
  return { seen, range: { isBelow: look(range.isBelow), isAbove: look(range.isAbove) } }
}

describe('OrderedSet', () => {
  it.each([0, 1, 512, 513, 5000])('has %i items in order, in whatever order they came', (count) => {
    const all = items(count)
    for (const set of [setOf(all), setOf(all.toReversed()), setOf(shuffled(all))]) {
      expect(set.size).toBe(count)
      expect(set.first).toBe(all[0])
      expect(set.take(everything, Infinity)).toEqual(all)
      expect(set.take(everything, Infinity, true)).toEqual(all.toReversed())
    }
  })

  it('has an item once, however often it is added, and misses none that it never had', () => {
    const [first, second, third] = items(3)
    const set = setOf([first, second, first, second].filter((item) => item !== undefined))
    if (third) set.remove(third)
    expect(set.take(everything, Infinity)).toEqual([first, second])
    expect(set.size).toBe(2)
  })

  it('gives the first of a range or, from its end, the last, the very last first', () => {
    const all = items(3000)
    const set = setOf(all)
    expect(set.take(within(100, 900), 700)).toEqual(all.slice(300, 1000))
    expect(set.take(within(100, 900), 700, true)).toEqual(all.slice(2003, 2703).toReversed())
    expect(set.take(within(5000, Infinity), 10)).toEqual([])
    expect(set.take(within(900, 100), 10)).toEqual([])
    expect(set.count(within(900, 100))).toBe(0)
  })

  it('looks at a few items only for a page, and for a count, of 100,000', () => {
    const set = setOf(items(100_000))
    for (const fromTheEnd of [false, true]) {
      const { seen, range } = watched(10_000, 30_000)
      expect(set.take(range, 100, fromTheEnd)).toHaveLength(100)
      expect(seen.count).toBeLessThan(60)
    }
    const { seen, range } = watched(10_000, 30_000)
    expect(set.count(range)).toBe(60_003)
    expect(seen.count).toBeLessThan(60)
  })

  it('does what a sorted list does', () => {
    const item = record({ timeMs: integer({ min: 0, max: 300 }), ordinal: integer({ min: 0, max: 4 }) })
    // Whole stretches come and go, so that chunks are split, emptied and put together.
    const step = tuple(constantFrom('add', 'remove'), item, integer({ min: 1, max: 700 }), constantFrom(1, 7, 11))
    assert(
      property(array(step, { maxLength: 12 }), item, item, integer({ min: 0, max: 900 }), (steps, from, until, wanted) => {
        const known = new Map<number, Item>()
        const model = new Set<Item>()
        const set = new OrderedSet(inOrder)
        for (const [action, { timeMs, ordinal }, length, stride] of steps) {
          for (let index = 0; index < length; index += 1) {
            const key = (timeMs * 5 + ordinal + index * stride) % 1505
            const each = known.get(key) ?? { timeMs: Math.floor(key / 5), ordinal: key % 5 }
            known.set(key, each)
            if (action === 'add') model.add(each)
            else model.delete(each)
            set[action](each)
          }
        }
        const sorted = [...model].toSorted(inOrder)
        const range = within(from.timeMs, until.timeMs)
        const inRange = sorted.filter((each) => !range.isBelow(each) && !range.isAbove(each))
        expect(set.size).toBe(sorted.length)
        expect(set.first).toBe(sorted[0])
        expect(set.take(everything, Infinity)).toEqual(sorted)
        expect(set.count(range)).toBe(inRange.length)
        expect(set.take(range, wanted)).toEqual(inRange.slice(0, wanted))
        expect(set.take(range, wanted, true)).toEqual(inRange.toReversed().slice(0, wanted))
      }),
      { numRuns: 200 },
    )
  })
})

it('A SparseMap does what a Map does', () => {
  const step = tuple(constantFrom('set', 'delete', 'clear', 'set'), integer({ min: 0, max: 3 }), integer())
  assert(
    property(array(step), (steps) => {
      const sparse = new SparseMap<number, number>()
      const model = new Map<number, number>()
      for (const [action, key, value] of steps) {
        if (action === 'set') expect(sparse.set(key, value)).toBe(sparse)
        if (action === 'delete') expect(sparse.delete(key)).toBe(model.has(key))
        if (action === 'clear') sparse.clear()
        model[action](key, value)
        expect(sparse.size).toBe(model.size)
        expect([...sparse.values()]).toEqual([...model.values()])
        for (const each of [0, 1, 2, 3]) expect([sparse.has(each), sparse.get(each)]).toEqual([model.has(each), model.get(each)])
      }
    }),
  )
})

describe('ExecutionIndex', () => {
  const wholeRange = { isBelow: () => false, isAbove: () => false }

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

  it.each(criteria)('selects by %j what a scan does, in order', (criterion) => {
    const { executions, all } = runs()
    const selected = (index: ExecutionIndex) => index.select(criterion).take(wholeRange, Infinity)
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

  it('looks at a few of 2,000 executions only, to add, to remove and to find some', () => {
    const model = new ModelSwf()
    const seen = { count: 0 }
    const index = new ExecutionIndex((execution) => {
      seen.count += 1
      return execution.startedAtMs
    })
    const all = Array.from({ length: 2000 }, (_, number) => {
      const workflowType = { name: 'order', version: String(number % 3) }
      return model.start(`order-${number}`, { workflowType, tagList: [number % 2 ? 'odd' : 'even'] })
    })
    for (const execution of all) index.add(execution)
    // One comparison, of two times, in each of four sets; the set of the workflowId is new.
    expect(seen.count / all.length).toBeLessThan(9)
    seen.count = 0
    for (const execution of all.filter(({ ordinal }) => ordinal % 10 === 0)) index.remove(execution)
    expect(seen.count / 200).toBeLessThan(150)
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
