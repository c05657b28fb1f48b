import { describe, expect, it } from 'vitest'
import { BackOff } from '../lib/base/back-off.js'

const delaysOf = (backOff: BackOff, count: number): readonly number[] => Array.from({ length: count }, () => backOff.fail())

describe('back-off', () => {
  it('doubles the ceiling with each failure, up to the cap', () => {
    const backOff = new BackOff({ baseMs: 100, capMs: 1_000, random: () => 1 })
    expect(delaysOf(backOff, 6)).toEqual([100, 200, 400, 800, 1_000, 1_000])
  })

  it('draws the delay from the whole range below the ceiling, but for the first half of its base', () => {
    expect(new BackOff({ baseMs: 100, capMs: 1_000, random: () => 0.25 }).fail()).toBe(63)
    const backOff = new BackOff({ baseMs: 100, capMs: 1_000, random: () => 0.25 })
    expect(delaysOf(backOff, 5)).toEqual([63, 88, 138, 238, 288])
  })

  it('is never hot, whatever is drawn', () => {
    const backOff = new BackOff({ baseMs: 100, capMs: 1_000, random: () => 0 })
    expect(delaysOf(backOff, 5)).toEqual([50, 50, 50, 50, 50])
  })

  it('begins anew after a success', () => {
    const backOff = new BackOff({ baseMs: 100, capMs: 1_000, random: () => 1 })
    delaysOf(backOff, 3)
    backOff.succeed()
    expect(backOff.failures).toBe(0)
    expect(backOff.fail()).toBe(100)
  })

  it('stays at the cap however long it goes on', () => {
    const backOff = new BackOff({ baseMs: 100, capMs: 1_000, random: () => 1 })
    expect(delaysOf(backOff, 5_000).at(-1)).toBe(1_000)
  })
})
