import { describe, expect, it } from 'vitest'
import { OrderedIndex } from '../../../lib/local-swf/model/ordered-index.js'

describe('an index in alphabetical order', () => {
  const index = new OrderedIndex<{ readonly name: string; readonly version: string }>()
  const items = Array.from({ length: 500 }, (_, number) => ({
    name: `name ${(number * 7919) % 100}`,
    version: String((number * 104_729) % 500),
  }))

  it('is in order after each arrival and each departure', () => {
    const key = ({ name, version }: (typeof items)[number]) => `${name}\n${version}`
    for (const item of items) index.add(item)
    const kept = items.filter((item, number) => {
      if (number % 3 === 0) index.remove(item)
      return number % 3 !== 0
    })
    expect(index.size).toBe(kept.length)
    const expected = kept.map(key).toSorted()
    expect([...index.from(undefined, false)].map(key)).toEqual(expected)
    expect([...index.from(undefined, true)].map(key)).toEqual(expected.toReversed())
    index.remove({ name: 'name 1', version: 'none' })
    expect(index.size).toBe(kept.length)
  })
})
