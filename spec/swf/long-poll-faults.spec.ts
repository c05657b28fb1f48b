import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fault, hang, ok, reset, text, type CannedAnswer, type CannedScript } from '../support/canned-server.js'
import { gate } from '../support/gate.js'
import { createClients } from '../../lib/swf/clients.js'
import type { Credentials } from '../../lib/swf/connection.js'
import { checkedProvider } from '../../lib/swf/credentials.js'
import { LONGEST_REST_MS, POLL, PollHarness, stop, task } from './poll-harness.js'

let harness: PollHarness
beforeEach(async () => {
  harness = await PollHarness.start()
})
afterEach(() => harness.close())

const list = { domain: 'd', taskList: { name: 'l' } }
const canned = { accessKeyId: 'canned', secretAccessKey: 'canned' }
const unknownDomain = fault('UnknownResourceFault', 'Unknown domain: d')

/** As SWF answers a poll that it held, so that the next one need not be paced. */
function afterAWhile(answer: CannedAnswer): CannedScript {
  return () => {
    harness.clock.advance(30_000)
    return answer
  }
}

describe('a fault of a poll', () => {
  const passing: ReadonlyArray<readonly [string, CannedAnswer]> = [
    ['LimitExceededFault', fault('LimitExceededFault')],
    ['ThrottlingException', fault('ThrottlingException')],
    ['InternalFailure', fault('InternalFailure', 'oh', 500)],
    ['ECONNRESET', reset],
    ['SyntaxError', text(200, '<html>')],
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
    harness.server.answer(POLL, afterAWhile(reset), hang)
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
    const drops = createServer((_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write(' '), 5)
      response.once('close', () => clearInterval(drip))
    })
    await new Promise<void>((resolve) => drops.listen(0, '127.0.0.1', resolve))
    const address = drops.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const clients = createClients({ ...harness.server.clientOptions, endpoint: `http://127.0.0.1:${port}` })
    const dripping = new Promise<Socket>((resolve) => drops.once('connection', resolve))
    const loop = harness.loop({
      poll: async (abortSignal) => (await clients.poll.pollForActivityTask(list, { abortSignal })).taskToken,
    })
    loop.run().catch(() => undefined)
    const socket = await dripping
    const closed = new Promise((resolve) => socket.once('close', resolve))
    harness.clock.advance(75_000)
    await closed
    expect(harness.faults).toEqual([{ name: 'TimeoutError', retryInMs: 0 }])
    await stop(loop)
    clients.destroy()
    drops.closeAllConnections()
    drops.close()
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

describe('an unknown domain', () => {
  it('is registered, and polled again at once', async () => {
    harness.server.answer(POLL, afterAWhile(unknownDomain), task('well'), hang)
    let registrations = 0
    harness.run({ onUnknownResource: async () => void (registrations += 1) })
    await harness.arrivals(3)
    expect(registrations).toBe(1)
    expect(harness.clock.waiting).toEqual([])
  })

  it('is registered once, also when it is still unknown after that', async () => {
    harness.server.answer(POLL, (_, index) => (index < 6 ? unknownDomain : hang))
    let registrations = 0
    harness.run({ onUnknownResource: async () => void (registrations += 1) })
    await harness.arrivalsThroughRests(7)
    expect(registrations).toBe(1)
  })

  it('is registered again if it was known in between', async () => {
    harness.server.answer(POLL, afterAWhile(unknownDomain), task('well'), afterAWhile(unknownDomain), hang)
    let registrations = 0
    harness.run({ maxPollers: 1, onUnknownResource: async () => void (registrations += 1) })
    await harness.arrivals(4)
    expect(registrations).toBe(2)
  })

  it('does not end the loop if its registration fails: that is told, and tried again', async () => {
    harness.server.answer(POLL, (_, index) => (index < 3 ? unknownDomain : hang))
    harness.server.answer('RegisterDomain', fault('LimitExceededFault'), fault('AccessDeniedException'), ok())
    harness.run({
      async onUnknownResource() {
        await harness.clients.answer.registerDomain({ name: 'd', workflowExecutionRetentionPeriodInDays: '7' })
      },
    })
    await harness.arrivalsThroughRests(4)
    expect(harness.server.requestsOf('RegisterDomain')).toHaveLength(3)
    expect(harness.faults.map(({ name }) => name)).toEqual([
      'UnknownResourceFault',
      'LimitExceededFault',
      'UnknownResourceFault',
      'AccessDeniedException',
      'UnknownResourceFault',
    ])
  })
})

describe('refused credentials', () => {
  it('are asked for anew before the next poll', async () => {
    harness.server.answer(POLL, fault('ExpiredTokenException'), task('well'), hang)
    let asked = 0
    harness.run({ onBadCredentials: async () => void (asked += 1) })
    await harness.arrivalsThroughRests(3)
    expect(asked).toBe(1)
    expect(harness.tokens).toEqual(['well'])
  })

  it('that never come are waited for a while only, and then polls go on', async () => {
    let asked = 0
    const never = new Promise<never>(() => undefined)
    const credentials = (): Promise<Credentials> => (++asked === 2 ? never : Promise.resolve(canned))
    const connection = { ...harness.server.clientOptions, credentials: checkedProvider(credentials, 10) }
    const clients = createClients(connection, harness.clock)
    harness.server.answer(POLL, afterAWhile(fault('ExpiredTokenException')), task('well'), hang)
    const loop = harness.loop({
      poll: async (abortSignal) => (await clients.poll.pollForActivityTask(list, { abortSignal })).taskToken,
      onBadCredentials: () => clients.refreshCredentials(),
    })
    loop.run().catch(() => undefined)
    await harness.arrivalsThroughRests(3)
    expect(harness.faults.map(({ name }) => name)).toEqual(['ExpiredTokenException', 'CredentialsProviderError'])
    expect(harness.tokens).toEqual(['well'])
    await stop(loop)
    clients.destroy()
  })

  it('end the loop after five minutes without an accepted poll', async () => {
    harness.server.answer(POLL, () => {
      harness.clock.advance(50_000)
      return fault('ExpiredTokenException')
    })
    const startedAt = harness.clock.now()
    const running = harness.loop().run()
    const ended = running.then(
      () => true,
      () => true,
    )
    const rested = (): Promise<boolean> => harness.clock.timers().then(() => false)
    while (!(await Promise.race([ended, rested()]))) harness.clock.advance(LONGEST_REST_MS)
    await expect(running).rejects.toMatchObject({ name: 'ExpiredTokenException' })
    expect(harness.faults.at(-1)).toEqual({ name: 'ExpiredTokenException', retryInMs: undefined })
    expect(harness.clock.now() - startedAt).toBeGreaterThanOrEqual(5 * 60_000)
  })
})
