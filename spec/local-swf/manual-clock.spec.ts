import { expect, it } from 'vitest'
import { ManualClock } from '../../lib/local-swf/index.js'

it('stands still until it is advanced, and then runs what is due, in order', () => {
  const clock = new ManualClock(1000)
  const rung: [string, number][] = []
  const ring = (name: string) => () => void rung.push([name, clock.now()])
  clock.setTimer(ring('late'), 300)
  clock.setTimer(ring('early'), 100)
  clock.setTimer(ring('never'), 200).cancel()
  clock.setTimer(() => clock.setTimer(ring('set meanwhile'), 50), 150)
  expect(clock.now()).toBe(1000)
  clock.advance(299)
  expect(rung).toEqual([
    ['early', 1100],
    ['set meanwhile', 1200],
  ])
  expect(clock.now()).toBe(1299)
  clock.advance(1)
  expect(rung.at(-1)).toEqual(['late', 1300])
})

it('does not go backwards', () => {
  expect(() => new ManualClock().advance(-1)).toThrow(new TypeError('advance takes milliseconds, zero or more, not -1'))
})
