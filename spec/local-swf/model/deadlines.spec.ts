import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../lib/local-swf/index.js'
import { Deadlines } from '../../../lib/local-swf/time/deadlines.js'

describe('Deadlines', () => {
  it('calls back in the order in which deadlines fall due, those of one moment in the order in which they were set', () => {
    const clock = new ManualClock(0)
    const deadlines = new Deadlines(clock)
    const passed: [string, number][] = []
    for (const [name, atMs] of [
      ['c', 30],
      ['a', 10],
      ['d', 30],
      ['b', 20],
    ] as const) {
      deadlines.add(atMs, () => passed.push([name, clock.now()]))
    }
    clock.advance(100)
    expect(passed).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 30],
      ['d', 30],
    ])
  })

  it('never calls back what was cancelled, nor what is never due', () => {
    const clock = new ManualClock(0)
    const deadlines = new Deadlines(clock)
    const passed: number[] = []
    const all = Array.from({ length: 200 }, (_, index) =>
      deadlines.add((index * 37) % 200, () => passed.push((index * 37) % 200)),
    )
    deadlines.add(Infinity, () => passed.push(Infinity))
    for (const [index, deadline] of all.entries()) if (index % 3) deadline.cancel()
    all[0]?.cancel()
    clock.advance(1e12)
    const expected = all
      .map((_, index) => index)
      .filter((index) => index % 3 === 0 && index > 0)
      .map((index) => (index * 37) % 200)
    expect(passed).toEqual(expected.toSorted((one, other) => one - other))
  })

  it('takes deadlines that are set while others pass', () => {
    const clock = new ManualClock(0)
    const deadlines = new Deadlines(clock)
    const passed: number[] = []
    const again = (): void => {
      passed.push(clock.now())
      if (passed.length < 4) deadlines.add(clock.now() + 10, again)
    }
    deadlines.add(10, again)
    clock.advance(100)
    expect(passed).toEqual([10, 20, 30, 40])
  })

  it('waits a year, though no timer can', () => {
    const clock = new ManualClock(0)
    const deadlines = new Deadlines(clock)
    const yearMs = 365 * 86_400_000
    let passedAtMs = 0
    deadlines.add(yearMs, () => (passedAtMs = clock.now()))
    clock.advance(2 * yearMs)
    expect(passedAtMs).toBe(yearMs)
  })

  it('calls nothing back once stopped', () => {
    const clock = new ManualClock(0)
    const deadlines = new Deadlines(clock)
    let passed = 0
    const deadline = deadlines.add(10, () => (passed += 1))
    deadlines.stop()
    deadlines.add(20, () => (passed += 1))
    deadline.cancel()
    clock.advance(100)
    expect(passed).toBe(0)
  })
})
