import { array, assert, boolean, integer, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { Deadlines, type Expiring } from '../../lib/service/waiting/deadlines.js'
import { ManualClock } from '../support/manual-clock.js'

interface Entry extends Expiring {
  readonly id: number
}

test('whatever is added and removed, each entry left expires once, in order, when its time has come', () => {
  assert(
    property(array(record({ delay: integer({ min: 0, max: 1_000 }), remove: boolean() }), { maxLength: 200 }), (plan) => {
      const clock = new ManualClock(0)
      const expired: number[] = []
      const deadlines = new Deadlines<Entry>({ clock, expire: ({ deadline }) => expired.push(deadline) })
      const entries = plan.map(({ delay }, id): Entry => ({ id, deadline: delay, heapIndex: -1 }))
      for (const entry of entries) deadlines.add(entry)
      plan.forEach(({ remove }, id) => {
        const entry = entries[id]
        if (remove && entry) deadlines.remove(entry)
      })
      for (let now = 0; now <= 1_000; now += 50) {
        clock.advance(50)
        expect(expired.every((deadline) => deadline <= clock.now())).toBe(true)
      }
      const left = plan.filter(({ remove }) => !remove).map(({ delay }) => delay)
      expect(expired).toEqual(left.toSorted((one, other) => one - other))
      expect(clock.waiting).toEqual([])
    }),
  )
})
