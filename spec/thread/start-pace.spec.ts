import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { classifyFault, type Fault } from '../../lib/swf/faults/classify-fault.js'
import { StartPace } from '../../lib/thread/start-pace.js'
import { ManualClock } from '../support/manual-clock.js'

const THROTTLED = classifyFault(Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }))
const LOST = classifyFault(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
const LONGEST_REST_MS = 5_000

/** Starts that wait at one pace, and the requests of them that are out. */
class Starts {
  readonly clock = new ManualClock()
  readonly pace = new StartPace(this.clock)
  readonly out: Array<(answer: string | Fault) => void> = []
  readonly sent: number[] = []

  start(number: number, withdrawn = new AbortController().signal): Promise<string | Fault | undefined> {
    return this.pace.send(() => {
      this.sent.push(number)
      return new Promise((resolve) => this.out.push(resolve))
    }, withdrawn)
  }

  startMany(count: number): void {
    for (let number = 1; number <= count; number += 1) void this.start(number)
  }

  /** Answers all that are out. */
  async answer(answer: string | Fault): Promise<void> {
    for (const resolve of this.out.splice(0)) resolve(answer)
    await setImmediate()
  }
}

test('as long as SWF takes them all, none waits', async () => {
  const starts = new Starts()
  starts.startMany(32)
  expect(starts.out).toHaveLength(32)
})

test('when it takes no more, all rest together, and come back one more with each round that is taken', async () => {
  const starts = new Starts()
  starts.startMany(3)
  await starts.answer(THROTTLED)
  starts.startMany(20)
  expect(starts.clock.waiting).toHaveLength(1)
  expect(starts.out).toHaveLength(0)
  starts.clock.advance(LONGEST_REST_MS)
  const rounds: number[] = []
  for (let round = 0; round < 4; round += 1) {
    await setImmediate()
    rounds.push(starts.out.length)
    await starts.answer('run')
  }
  expect(rounds).toEqual([1, 2, 3, 4])
  expect(starts.sent.slice(3, 9)).toEqual([1, 2, 3, 4, 5, 6])
})

test('each further refusal in a row makes a longer rest, up to five seconds', async () => {
  const starts = new Starts()
  starts.startMany(1)
  const rests: number[] = []
  for (let refusal = 0; refusal < 10; refusal += 1) {
    await starts.answer(THROTTLED)
    rests.push(starts.clock.waiting[0] ?? 0)
    starts.startMany(1)
    starts.clock.advance(LONGEST_REST_MS)
    await setImmediate()
  }
  expect(rests[0]).toBeLessThanOrEqual(250)
  expect(Math.max(...rests)).toBeLessThanOrEqual(LONGEST_REST_MS)
  expect(Math.max(...rests)).toBeGreaterThan(250)
})

test('what fails otherwise says nothing of the pace', async () => {
  const starts = new Starts()
  starts.startMany(5)
  await starts.answer(LOST)
  starts.startMany(5)
  expect(starts.out).toHaveLength(5)
})

test('one that is withdrawn leaves at once and is never sent, and those behind it go on', async () => {
  const starts = new Starts()
  starts.startMany(1)
  await starts.answer(THROTTLED)
  const withdrawn = new AbortController()
  const given = starts.start(7, withdrawn.signal)
  void starts.start(8)
  withdrawn.abort()
  expect(await given).toBeUndefined()
  starts.clock.advance(LONGEST_REST_MS)
  await setImmediate()
  expect(starts.sent).toEqual([1, 8])
})
