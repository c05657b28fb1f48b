import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endless, fault, hang } from '../support/canned-server.js'
import { gate } from '../support/gate.js'
import { POLL, PollHarness, stop } from './poll-harness.js'

let harness: PollHarness
beforeEach(async () => {
  harness = await PollHarness.start()
})
afterEach(() => harness.close())

describe('a poll that nothing ends', () => {
  const never = (): Promise<never> => new Promise(() => undefined)

  it('is ended after 75 s, and followed by the next at once', async () => {
    harness.server.answer(POLL, hang)
    harness.run()
    const [first] = await harness.arrivals(1)
    harness.clock.advance(74_999)
    await harness.roundTrip()
    expect(harness.polls).toHaveLength(1)
    harness.clock.advance(1)
    await first?.gone
    await harness.arrivals(2)
    expect(harness.faults).toEqual([{ name: 'TimeoutError', retryInMs: 0 }])
  })

  it('is ended also where no signal reaches, and backed off from if the next one is no better', async () => {
    let polls = 0
    harness.run({ poll: () => (++polls, never()) })
    for (const count of [1, 2]) {
      expect(polls).toBe(count)
      harness.clock.advance(75_000)
      while (harness.faults.length < count) await harness.roundTrip()
    }
    await harness.clock.timers()
    expect(harness.faults.map(({ name }) => name)).toEqual(['TimeoutError', 'TimeoutError'])
    expect(polls).toBe(2)
  })

  it('is ended by the watchdog though bytes of its answer go on coming', async () => {
    harness.server.answer(POLL, endless(), hang)
    harness.run()
    const [first] = await harness.arrivals(1)
    harness.clock.advance(75_000)
    await first?.gone
    await harness.arrivals(2)
    expect(harness.faults).toEqual([{ name: 'TimeoutError', retryInMs: 0 }])
  })

  it('does not hold up a halt that aborts it', async () => {
    const loop = harness.loop({ poll: never })
    const running = loop.run()
    await stop(loop)
    await running
    expect(harness.faults).toEqual([])
  })

  it('nor do credentials that are asked for and never come', async () => {
    const asked = gate()
    harness.server.answer(POLL, fault('ExpiredTokenException'))
    const loop = harness.loop({ onBadCredentials: () => (asked.open(), never()) })
    const running = loop.run()
    await asked.opened
    await loop.halt()
    await running
  })
})
