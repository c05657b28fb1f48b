import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import type { Credentials } from '../../lib/base/connection.js'
import { CannedServer, ok } from '../support/canned-server.js'
import { gate } from '../support/gate.js'
import { ManualClock } from '../support/manual-clock.js'

const MINUTE_MS = 60_000

let server: CannedServer
let clients: SwfClients
let clock: ManualClock
let asked: number
let isSealed: boolean

beforeEach(async () => {
  server = await CannedServer.start()
  server.answer('ListDomains', ok({ domainInfos: [] }))
  // The SDK compares expirations with the machine's own time.
  clock = new ManualClock(Date.now())
  asked = 0
  isSealed = false
})
afterEach(async () => {
  clients.destroy()
  await server.close()
})

/** Clients whose credentials live so long, from when they are asked for. */
function provide(lifeMs: number): void {
  const credentials = async (): Promise<Credentials> => {
    asked += 1
    if (isSealed) throw new Error('the vault is sealed')
    return { accessKeyId: `key-${asked}`, secretAccessKey: 's', expiration: new Date(clock.now() + lifeMs) }
  }
  clients = createClients({ ...server.clientOptions, credentials }, clock)
}

/** The key that signs a request now. */
async function keyOfRequest(): Promise<string | undefined> {
  await clients.answer.listDomains({ registrationStatus: 'REGISTERED' })
  return /Credential=([^/]+)/.exec(server.requests.at(-1)?.authorization ?? '')?.[1]
}

describe('credentials with an expiration', () => {
  it('are asked for again before they expire: those that live minutes at half their life, and not for each request', async () => {
    provide(4 * MINUTE_MS)
    expect([await keyOfRequest(), await keyOfRequest()]).toEqual(['key-1', 'key-1'])
    clock.advance(2 * MINUTE_MS - 1)
    expect(await keyOfRequest()).toBe('key-1')
    clock.advance(1)
    expect([await keyOfRequest(), await keyOfRequest()]).toEqual(['key-2', 'key-2'])
  })

  it('serve until they expire while no others can be had, and these are asked for at a pace', async () => {
    provide(4 * MINUTE_MS)
    await keyOfRequest()
    isSealed = true
    clock.advance(2 * MINUTE_MS)
    expect([await keyOfRequest(), await keyOfRequest(), await keyOfRequest()]).toEqual(['key-1', 'key-1', 'key-1'])
    expect(asked).toBe(2)
    clock.advance(2 * MINUTE_MS)
    await expect(keyOfRequest()).rejects.toThrow('the vault is sealed')
    isSealed = false
    expect(await keyOfRequest()).toBe('key-4')
  })

  it('that have expired already sign what is sent, so that SWF says what they are, and are asked for once a second', async () => {
    provide(-MINUTE_MS)
    expect([await keyOfRequest(), await keyOfRequest()]).toEqual(['key-1', 'key-1'])
    clock.advance(1_000)
    expect(await keyOfRequest()).toBe('key-2')
  })
})

describe('a refresh', () => {
  it('is one for all who want it while it is under way, and for those who come a moment after', async () => {
    const opened = gate()
    const credentials = async (): Promise<Credentials> => {
      asked += 1
      if (asked > 1) await opened.opened
      return { accessKeyId: `key-${asked}`, secretAccessKey: 's' }
    }
    clients = createClients({ ...server.clientOptions, credentials }, clock)
    await keyOfRequest()
    clock.advance(MINUTE_MS)
    const refreshes = Array.from({ length: 100 }, () => clients.refreshCredentials())
    opened.open()
    await Promise.all(refreshes)
    await clients.refreshCredentials()
    expect(await keyOfRequest()).toBe('key-2')
    clock.advance(MINUTE_MS)
    await clients.refreshCredentials()
    expect(await keyOfRequest()).toBe('key-3')
  })

  it('asks once also for credentials that live minutes only', async () => {
    provide(4 * MINUTE_MS)
    await keyOfRequest()
    clock.advance(1_000)
    await clients.refreshCredentials()
    expect(asked).toBe(2)
  })

  it('that fails rejects for all, and is tried again by who comes then', async () => {
    provide(60 * MINUTE_MS)
    await keyOfRequest()
    clock.advance(MINUTE_MS)
    isSealed = true
    const refreshes = await Promise.allSettled([clients.refreshCredentials(), clients.refreshCredentials()])
    expect(refreshes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    isSealed = false
    await clients.refreshCredentials()
    expect(asked).toBe(3)
  })
})
