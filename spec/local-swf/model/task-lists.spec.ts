import { describe, expect, it } from 'vitest'
import { TaskLists, type ListedTask } from '../../../lib/local-swf/model/tasks/task-lists.js'

interface NamedTask extends ListedTask {
  readonly name: string
}

const task = (name: string, priority = 0): NamedTask => ({ name, priority, taskList: 'list' })

/** A poll that notes what it is handed. */
function poll(isDisconnected = false) {
  const handed: string[] = []
  return { handed, isDisconnected: () => isDisconnected, hand: ({ name }: NamedTask) => void handed.push(name), end: () => {} }
}

describe('TaskLists', () => {
  it('hands a task to the poll that has waited longest', () => {
    const lists = new TaskLists<NamedTask>()
    const [first, second] = [poll(), poll()]
    lists.wait('list', first)
    lists.wait('list', second)
    for (const name of ['a', 'b', 'c']) lists.offer(task(name))
    expect([first.handed, second.handed]).toEqual([['a'], ['b']])
    expect(lists.count('list')).toBe(1)
  })

  it('passes over polls whose clients are gone, and over those that were removed', () => {
    const lists = new TaskLists<NamedTask>()
    const [gone, removed, here] = [poll(true), poll(), poll()]
    lists.wait('list', gone)
    lists.wait('list', removed).remove()
    lists.wait('list', here)
    lists.offer(task('a'))
    expect([gone.handed, removed.handed, here.handed]).toEqual([[], [], ['a']])
  })

  it('keeps a task when only polls of gone clients wait', () => {
    const lists = new TaskLists<NamedTask>()
    lists.wait('list', poll(true))
    lists.offer(task('a'))
    expect(lists.next('list')?.name).toBe('a')
  })

  it('gives the highest priority first, then the oldest', () => {
    const lists = new TaskLists<NamedTask>()
    const offered = [task('a'), task('b', 1), task('c', -1), task('d', 1)]
    const listings = new Map(offered.map((each) => [each.name, lists.offer(each)]))
    const order: string[] = []
    for (let next = lists.next('list'); next; next = lists.next('list')) {
      order.push(next.name)
      listings.get(next.name)?.remove()
    }
    expect(order).toEqual(['b', 'd', 'a', 'c'])
  })

  it('takes any number of priorities, in any order', () => {
    const lists = new TaskLists<NamedTask>()
    const count = 30_000
    // 7,919 is a prime: each priority comes once, far from its neighbours.
    const priorities = Array.from({ length: count }, (_, index) => (index * 7919) % count)
    const listings = new Map(priorities.map((priority) => [priority, lists.offer(task('a', priority))]))
    expect(lists.count('list')).toBe(count)
    const order: number[] = []
    for (let next = lists.next('list'); next; next = lists.next('list')) {
      order.push(next.priority)
      listings.get(next.priority)?.remove()
    }
    expect(order).toEqual(priorities.toSorted((one, other) => other - one))
  })

  it('removes a task from the middle, once', () => {
    const lists = new TaskLists<NamedTask>()
    const [, middle] = ['a', 'b', 'c'].map((name) => lists.offer(task(name)))
    middle?.remove()
    middle?.remove()
    expect(lists.count('list')).toBe(2)
  })

  it('does not mix lists', () => {
    const lists = new TaskLists<NamedTask>()
    lists.offer(task('a'))
    expect(lists.next('other')).toBeUndefined()
    expect(lists.count('other')).toBe(0)
  })
})
