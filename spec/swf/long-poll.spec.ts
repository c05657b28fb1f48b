import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hang, ok } from '../support/canned-server.js'
import { gate, type Gate } from '../support/gate.js'
import { POLL, PollHarness, stop, task } from './poll-harness.js'

let harness: PollHarness
beforeEach(async () => {
  harness = await PollHarness.start()
})
afterEach(() => harness.close())

describe('a long poll', () => {
  it('handles what its polls bring', async () => {
    harness.server.answer(POLL, task('a'), task('b'), hang)
    let polled = 0
    harness.run({ onPolled: () => void (polled += 1) })
    await harness.arrivals(3)
    expect(harness.tokens).toEqual(['a', 'b'])
    expect(polled).toBe(2)
  })

  it('begins with one poll', async () => {
    harness.server.answer(POLL, hang)
    harness.run()
    await harness.arrivals(1)
    await harness.roundTrip()
    expect(harness.polls).toHaveLength(1)
  })

  it('grows to its most pollers while tasks come at once, and no further', async () => {
    harness.backlog(50)
    harness.run({ maxPollers: 4 })
    await harness.arrivals(54)
    await harness.roundTrip()
    expect(harness.polls).toHaveLength(54)
    expect(harness.tokens).toHaveLength(50)
  })

  it('stays with one poll while tasks come slowly', async () => {
    harness.server.answer(POLL, (_, index) => {
      harness.clock.advance(5_000)
      return index < 10 ? task('slow') : hang
    })
    harness.run()
    await harness.arrivals(11)
    await harness.roundTrip()
    expect(harness.polls).toHaveLength(11)
  })

  it('shrinks to one poll when polls come back empty', async () => {
    const idle = gate()
    harness.server.answer(POLL, async (_, index) => {
      if (index < 10) return task('busy')
      if (index >= 14) return hang
      await idle.opened
      harness.clock.advance(60_000)
      return ok()
    })
    harness.run({ maxPollers: 4 })
    const polls = await harness.arrivals(14)
    idle.open()
    await Promise.all(polls.map(({ gone }) => gone))
    await harness.arrivals(15)
    await harness.roundTrip()
    expect(harness.polls).toHaveLength(15)
  })

  it('never has more tasks in hand than it may, polls that are out included', async () => {
    harness.backlog(Infinity)
    const held: Gate[] = []
    const enough = gate()
    let inHand = 0
    let most = 0
    harness.run({
      maxTasks: 3,
      async handle() {
        const index = held.push(gate()) - 1
        most = Math.max(most, ++inHand)
        if (index === 30) enough.open()
        if (index < 30) held[index - 2]?.open()
        if (index < 30) await held[index]?.opened
        inHand -= 1
      },
    })
    await enough.opened
    for (const each of held) each.open()
    expect(most).toBe(3)
  })

  it('polls with room for one task only while it has none', async () => {
    harness.backlog(2)
    const first = gate()
    harness.run({ maxTasks: 1, handle: () => first.opened })
    await harness.arrivals(1)
    await harness.roundTrip()
    expect(harness.polls).toHaveLength(1)
    first.open()
    await harness.arrivals(3)
  })

  it('goes on when the handling of a task fails', async () => {
    harness.backlog(2)
    const errors: string[] = []
    harness.run({
      handle: (token) => Promise.reject(new Error(`cannot do ${token}`)),
      onTaskError: (error, token) => void errors.push(`${token}: ${String(error)}`),
    })
    await harness.arrivalsThroughRests(3)
    expect(errors).toEqual(['t0: Error: cannot do t0', 't1: Error: cannot do t1'])
    expect(harness.faults).toEqual([])
  })
})

describe('pacing', () => {
  it('spaces out polls that an emulator answers empty at once', async () => {
    harness.server.answer(POLL, ok())
    harness.run()
    for (let count = 1; count <= 5; count += 1) {
      await harness.clock.timers()
      expect(harness.polls).toHaveLength(count)
      expect(harness.clock.waiting).toEqual([250])
      harness.clock.advance(250)
    }
  })

  it('spaces out polls whose tasks cannot be handled, however fast they come', async () => {
    harness.server.answer(POLL, (_, index) => task(`t${index}`))
    harness.run({ handle: () => Promise.reject(new Error('garbage')) })
    for (let rests = 1; rests <= 5; rests += 1) {
      await harness.clock.timers()
      await harness.roundTrip()
      // One poll after each rest, and the one that it may have grown by.
      expect(harness.polls.length).toBeLessThanOrEqual(2 * rests)
      expect(harness.clock.waiting).toContain(250)
      harness.clock.advance(250)
    }
  })

  it('waits only for the rest of the interval', async () => {
    harness.server.answer(POLL, () => {
      harness.clock.advance(100)
      return ok()
    })
    harness.run()
    await harness.clock.timers()
    expect(harness.clock.waiting).toEqual([150])
  })

  it('does not delay the poll after one that was held', async () => {
    harness.server.answer(POLL, (_, index) => {
      harness.clock.advance(60_000)
      return index < 5 ? ok() : hang
    })
    harness.run()
    await harness.arrivals(6)
    expect(harness.clock.waiting).toEqual([])
  })
})

describe('halt', () => {
  it('sends no new poll and waits for those that are out: their tasks are handled', async () => {
    const held = gate()
    harness.server.answer(POLL, async () => {
      await held.opened
      return task('last')
    })
    const loop = harness.loop()
    const running = loop.run()
    await harness.arrivals(1)
    const halted = loop.halt()
    held.open()
    await Promise.all([halted, running])
    expect(harness.tokens).toEqual(['last'])
    expect(harness.polls).toHaveLength(1)
  })

  it('waits for the task in hand', async () => {
    harness.backlog(1)
    const taken = gate()
    const held = gate()
    const ends: string[] = []
    const loop = harness.loop({
      maxTasks: 1,
      async handle() {
        taken.open()
        await held.opened
        ends.push('task')
      },
    })
    const running = loop.run().then(() => ends.push('run'))
    await taken.opened
    const halted = loop.halt()
    held.open()
    await Promise.all([halted, running])
    expect(ends).toEqual(['task', 'run'])
  })

  it('ends at once when the polls are aborted too', async () => {
    harness.server.answer(POLL, hang)
    const loop = harness.loop()
    const running = loop.run()
    const [poll] = await harness.arrivals(1)
    await stop(loop)
    await running
    await poll?.gone
    expect(harness.faults).toEqual([])
  })

  it('cuts a rest short', async () => {
    harness.server.answer(POLL, ok())
    const loop = harness.loop()
    const running = loop.run()
    await harness.clock.timers()
    await loop.halt()
    await running
    expect(harness.clock.waiting).toEqual([])
  })

  it('may come twice, before the run, and after its end', async () => {
    const loop = harness.loop()
    await loop.halt()
    await loop.run()
    await Promise.all([loop.halt(), loop.halt()])
    expect(harness.polls).toHaveLength(0)
  })
})
