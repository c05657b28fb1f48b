import { array, assert, constantFrom, integer, property, tuple } from 'fast-check'
import { expect, it } from 'vitest'
import { SparseMap } from '../../../lib/local-swf/collections/sparse-map.js'

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
