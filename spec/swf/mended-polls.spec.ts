import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClients } from '../../lib/swf/clients/create-clients.js'
import type { Credentials } from '../../lib/base/connection.js'
import { credentialsProvider } from '../../lib/swf/clients/credentials-provider.js'
import { fault, hang, ok } from '../support/canned-server.js'
import { LONGEST_REST_MS, POLL, PollHarness, stop, task, unknownDomain } from './poll-harness.js'

const canned = { accessKeyId: 'canned', secretAccessKey: 'canned' }

let harness: PollHarness
beforeEach(async () => {
  harness = await PollHarness.start()
})
afterEach(() => harness.close())

describe('an unknown domain', () => {
  it('is registered, and polled again at once', async () => {
    harness.server.answer(POLL, harness.afterAWhile(unknownDomain), task('well'), hang)
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
    harness.server.answer(POLL, harness.afterAWhile(unknownDomain), task('well'), harness.afterAWhile(unknownDomain), hang)
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
    const connection = { ...harness.server.clientOptions, credentials: credentialsProvider(credentials, 10) }
    const clients = createClients(connection, harness.clock)
    harness.server.answer(POLL, harness.afterAWhile(fault('ExpiredTokenException')), task('well'), hang)
    const loop = harness.loop({
      poll: harness.pollBy(clients),
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
