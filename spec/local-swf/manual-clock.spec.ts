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

it.each([-1, Number.NaN, Infinity])('is not advanced by %d', (ms) => {
  const clock = new ManualClock(1000)
  const text = `advance takes milliseconds, a finite number of zero or more, not ${ms}`
  expect(() => clock.advance(ms)).toThrow(new TypeError(text))
  expect(clock.now()).toBe(1000)
})

it('is not advanced by text', () => {
  const clock = new ManualClock(1000)
  // @ts-expect-error -- JavaScript callers have no compiler
  expect(() => clock.advance('5')).toThrow(TypeError)
  expect(clock.now()).toBe(1000)
})

it('does not go beyond the last date', () => {
  const clock = new ManualClock(1000)
  expect(() => clock.advance(1e308)).toThrow(
    new RangeError('a manual clock ends with the last moment that a Date can hold, 8640000000000000 ms'),
  )
  expect(clock.now()).toBe(1000)
})

it('does not go backwards when it is advanced by what falls due', () => {
  const clock = new ManualClock(0)
  const seen: number[] = []
  clock.setTimer(() => clock.advance(10_000), 1000)
  clock.setTimer(() => void seen.push(clock.now()), 1500)
  clock.setTimer(() => void seen.push(clock.now()), 12_500)
  clock.advance(2000)
  expect(clock.now()).toBe(11_000)
  expect(seen).toEqual([1500])
  clock.advance(1500)
  expect(seen).toEqual([1500, 12_500])
})
