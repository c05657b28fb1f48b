import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fault, hang, ok, reset, text, type CannedAnswer } from '../support/canned-server.js'
import { gate } from '../support/gate.js'
import { LONGEST_REST_MS, POLL, PollHarness, task, unknownDomain } from './poll-harness.js'

let harness: PollHarness
beforeEach(async () => {
  harness = await PollHarness.start()
})
afterEach(() => harness.close())

describe('a fault of a poll', () => {
  const passing: ReadonlyArray<readonly [string, CannedAnswer]> = [
    ['LimitExceededFault', fault('LimitExceededFault')],
    ['ThrottlingException', fault('ThrottlingException')],
    ['InternalFailure', fault('InternalFailure', 'oh', 500)],
    ['ECONNRESET', reset],
    ['NotSwfError', text(200, '<html>')],
    ['NovelException', fault('NovelException')],
    ['UnknownResourceFault', unknownDomain],
    ['ExpiredTokenException', fault('ExpiredTokenException')],
  ]
  it.each(passing)('is never hot: %s', async (name, answer) => {
    harness.server.answer(POLL, answer)
    harness.run()
    for (let rests = 1; rests <= 5; rests += 1) {
      await harness.clock.timers()
      expect(harness.clock.waiting).toHaveLength(1)
      harness.clock.advance(LONGEST_REST_MS)
    }
    expect(harness.polls).toHaveLength(5)
    expect(new Set(harness.faults.map((each) => each.name))).toEqual(new Set([name]))
  })

  it('that took away one answer is followed by a poll at once', async () => {
    harness.server.answer(POLL, harness.afterAWhile(reset), hang)
    harness.run()
    await harness.arrivals(2)
    expect(harness.faults).toEqual([{ name: 'ECONNRESET', retryInMs: 0 }])
  })

  it('that came at once is followed by a poll after the pace of empty ones, however often one that went well comes between', async () => {
    harness.server.answer(POLL, (_, index) => (index % 2 === 0 ? reset : ok()))
    harness.run()
    for (let polls = 1; polls <= 10; polls += 1) {
      await harness.clock.timers()
      expect(harness.polls).toHaveLength(polls)
      expect(harness.clock.waiting).toEqual([250])
      harness.clock.advance(250)
    }
  })

  it('is told with the wait that follows, which grows to 60 s', async () => {
    harness.server.answer(POLL, (_, index) => (index < 30 ? fault('LimitExceededFault') : hang))
    harness.run()
    await harness.arrivalsThroughRests(31)
    const waits = harness.faults.map(({ retryInMs }) => retryInMs ?? Infinity)
    expect(waits).toHaveLength(30)
    for (const [index, waitMs] of waits.entries()) expect(waitMs).toBeLessThanOrEqual(Math.min(60_000, 500 * 2 ** index))
    expect(Math.max(...waits)).toBeGreaterThan(500)
  })

  it('is forgotten after a poll that went well', async () => {
    const failure = fault('LimitExceededFault')
    harness.server.answer(POLL, (_, index) => (index === 40 ? hang : index % 2 === 0 ? failure : task('well')))
    harness.run({ maxPollers: 1 })
    await harness.arrivalsThroughRests(41)
    for (const { retryInMs } of harness.faults) expect(retryInMs).toBeLessThanOrEqual(500)
  })

  it('that all polls meet together is told once and mended once, and one poll comes back', async () => {
    const outage = gate()
    const registered = gate()
    let registrations = 0
    harness.server.answer(POLL, async (_, index) => {
      if (index < 10) return task('busy')
      if (index >= 14) return hang
      await outage.opened
      return unknownDomain
    })
    harness.run({
      maxPollers: 4,
      async onUnknownResource() {
        registrations += 1
        await registered.opened
      },
    })
    const polls = await harness.arrivals(14)
    outage.open()
    await Promise.all(polls.map(({ gone }) => gone))
    await harness.roundTrip()
    expect(harness.faults).toHaveLength(1)
    registered.open()
    await harness.arrivalsThroughRests(15)
    await harness.roundTrip()
    expect(harness.polls).toHaveLength(15)
    expect(registrations).toBe(1)
  })
})

describe('a fault while a poll rests', () => {
  it('is not followed by a poll at once, though tasks came meanwhile', async () => {
    const rested = gate()
    harness.server.answer(POLL, async (_, index) => {
      if (index < 2) return task('busy')
      if (index !== 3) return fault('ThrottlingException')
      await rested.opened
      return task('held')
    })
    harness.run({ maxPollers: 2 })
    await harness.clock.timers()
    rested.open()
    while (harness.tokens.length < 3) await harness.roundTrip()
    await harness.roundTrip()
    await harness.roundTrip()
    // The held poll brought a task, so another was sent in its place: that one failed, and is the last.
    expect(harness.polls).toHaveLength(5)
    expect(harness.clock.waiting).toHaveLength(1)
  })
})

describe('a fault that leaves no hope', () => {
  it('rejects the run with its cause', async () => {
    harness.server.answer(POLL, fault('AccessDeniedException', 'not for you'))
    await expect(harness.loop().run()).rejects.toMatchObject({ name: 'AccessDeniedException', message: 'not for you' })
    expect(harness.faults).toEqual([{ name: 'AccessDeniedException', retryInMs: undefined }])
    expect(harness.polls).toHaveLength(1)
  })

  it('aborts the other polls, and lets the task in hand be done', async () => {
    const held = gate()
    const denied = gate()
    const ends: string[] = []
    harness.server.answer(POLL, task('in hand'), hang, async () => {
      await denied.opened
      return fault('AccessDeniedException')
    })
    const loop = harness.loop({ maxPollers: 2, handle: () => held.opened.then(() => void ends.push('task')) })
    const running = loop.run().catch(() => ends.push('run'))
    const [, other] = await harness.arrivals(3)
    denied.open()
    await Promise.all([running, other?.gone])
    held.open()
    await loop.halt()
    expect(ends).toEqual(['run', 'task'])
  })
})

describe("a proxy's 403", () => {
  it('is not taken for a policy of AWS, and polls go on', async () => {
    harness.server.answer(POLL, text(403, '<html>Forbidden</html>'), task('well'), hang)
    harness.run()
    await harness.arrivalsThroughRests(3)
    expect(harness.tokens).toEqual(['well'])
  })
})

it('thirty tasks that cannot be handled at once are no reason for a warning', async () => {
  const held = gate()
  const begun: string[] = []
  harness.server.answer(POLL, task('t'))
  harness.run({
    maxTasks: 30,
    async handle(token) {
      begun.push(token)
      await held.opened
      throw new Error('cannot be handled')
    },
  })
  while (begun.length < 30) await harness.roundTrip()
  const warnings: Error[] = []
  const hear = (warning: Error): void => void warnings.push(warning)
  process.on('warning', hear)
  harness.server.answer(POLL, hang)
  held.open()
  await harness.clock.timers(30)
  await new Promise(setImmediate)
  process.off('warning', hear)
  expect(warnings).toEqual([])
})
