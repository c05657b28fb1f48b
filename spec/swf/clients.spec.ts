import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import type { Clock } from '../../lib/base/clock.js'
import type { Credentials, SwfConnection } from '../../lib/base/connection.js'
import { CannedServer, fault, hang, ok, reset, text, type CannedAnswer } from '../support/canned-server.js'
import { ManualClock } from '../support/manual-clock.js'

let server: CannedServer
let made: SwfClients[]
beforeEach(async () => {
  server = await CannedServer.start()
  made = []
})
afterEach(async () => {
  for (const clients of made) clients.destroy()
  await server.close()
})

function clientsOf(connection: SwfConnection = {}, clock?: Clock): SwfClients {
  const clients = createClients({ ...server.clientOptions, ...connection }, clock)
  made.push(clients)
  return clients
}

const list = { domain: 'd', taskList: { name: 'l' } }
const execution = { domain: 'd', workflowId: 'w', workflowType: { name: 't', version: '1' } }

describe('the poll client', () => {
  const faults: ReadonlyArray<readonly [string, CannedAnswer]> = [
    ['throttling', fault('ThrottlingException')],
    ['an internal failure', fault('InternalFailure', 'oh', 500)],
    ['a reset', reset],
  ]
  it.each(faults)('sends one poll for one call, also after %s', async (_, answer) => {
    server.answer('PollForActivityTask', answer)
    await expect(clientsOf().poll.pollForActivityTask(list)).rejects.toThrow()
    expect(server.requestsOf('PollForActivityTask')).toHaveLength(1)
  })

  it('holds a hundred polls at once, and no call waits for one of them', async () => {
    server.answer('PollForActivityTask', hang).answer('RespondActivityTaskCompleted', ok())
    const { poll, answer } = clientsOf()
    const stop = new AbortController()
    const polls = Array.from({ length: 100 }, () => {
      // A signal that a hundred polls share would warn of a leak.
      const abortSignal = AbortSignal.any([stop.signal])
      return poll.pollForActivityTask(list, { abortSignal }).catch((error: unknown) => error)
    })
    await server.arrivals('PollForActivityTask', 100)
    await answer.respondActivityTaskCompleted({ taskToken: 't' })
    stop.abort()
    expect(await Promise.all(polls)).toEqual(Array.from({ length: 100 }, () => expect.objectContaining({ name: 'AbortError' })))
  })

  it('hangs up at once when a poll is aborted, and sends no other', async () => {
    server.answer('PollForActivityTask', hang)
    const stop = new AbortController()
    const poll = clientsOf().poll.pollForActivityTask(list, { abortSignal: stop.signal })
    const [request] = await server.arrivals('PollForActivityTask')
    stop.abort()
    await expect(poll).rejects.toMatchObject({ name: 'AbortError' })
    await request?.gone
    expect(server.requests).toHaveLength(1)
  })
})

describe('the answer client', () => {
  it('repeats what was throttled or lost, three times in all', async () => {
    server.answer('RespondActivityTaskCompleted', fault('ThrottlingException'), reset, ok())
    await clientsOf().answer.respondActivityTaskCompleted({ taskToken: 't' })
    expect(server.requests).toHaveLength(3)
    server.answer('RespondActivityTaskFailed', text(500, ''))
    await expect(clientsOf().answer.respondActivityTaskFailed({ taskToken: 't' })).rejects.toThrow()
    expect(server.requestsOf('RespondActivityTaskFailed')).toHaveLength(3)
  })
})

describe('destroyed clients', () => {
  it('end what is under way at once, and send nothing again', async () => {
    server.answer('RespondActivityTaskCompleted', hang)
    const clients = clientsOf()
    const answers = Array.from({ length: 20 }, () =>
      clients.answer.respondActivityTaskCompleted({ taskToken: 't' }).catch((error: unknown) => error),
    )
    const requests = await server.arrivals('RespondActivityTaskCompleted', 20)
    clients.destroy()
    for (const error of await Promise.all(answers)) expect(error).toMatchObject({ name: 'AbortError' })
    await Promise.all(requests.map(({ gone }) => gone))
    expect(server.requests).toHaveLength(20)
  })
})

describe('the start client', () => {
  it('never repeats a start: the first may have taken effect', async () => {
    server.answer('StartWorkflowExecution', reset)
    await expect(clientsOf().start.startWorkflowExecution(execution)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(server.requests).toHaveLength(1)
  })
})

describe('clients', () => {
  it('tell the region that they sign for', async () => {
    server.answer('ListDomains', ok({ domainInfos: [] }))
    const clients = clientsOf({ region: 'eu-north-1' })
    await clients.answer.listDomains({ registrationStatus: 'REGISTERED' })
    expect(await clients.region()).toBe('eu-north-1')
    expect(server.requests[0]?.authorization).toContain('/eu-north-1/swf/aws4_request')
  })

  it('are made without a region, and say at the first call that there is none', async () => {
    const clients = createClients({ region: '' })
    made.push(clients)
    await expect(clients.region()).rejects.toThrow(/region/i)
  })

  it('ask a credentials function once for all three, and anew when told to', async () => {
    let asked = 0
    const clock = new ManualClock()
    const credentials = async (): Promise<Credentials> => ({ accessKeyId: `key-${++asked}`, secretAccessKey: 'secret' })
    const clients = clientsOf({ credentials }, clock)
    server
      .answer('PollForActivityTask', ok())
      .answer('ListDomains', ok({ domainInfos: [] }))
      .answer('StartWorkflowExecution', ok({}))
    const { poll, answer, start } = clients
    await poll.pollForActivityTask(list)
    await answer.listDomains({ registrationStatus: 'REGISTERED' })
    await start.startWorkflowExecution(execution)
    expect(asked).toBe(1)
    clock.advance(1_000)
    await clients.refreshCredentials()
    await start.startWorkflowExecution(execution)
    expect(asked).toBe(2)
    const keys = server.requests.map(({ authorization }) => /Credential=([^/]+)/.exec(authorization)?.[1])
    expect(keys).toEqual(['key-1', 'key-1', 'key-1', 'key-2'])
  })

  it.each([
    ['a fault', fault('AccessDeniedException')],
    ["a proxy's error page", text(502, '<html>')],
    ['a reset', reset],
  ])('tell nothing of keys, signatures and session tokens in the error of %s', async (_, answer) => {
    server.answer('StartWorkflowExecution', answer)
    const credentials = { accessKeyId: 'KEY-ID', secretAccessKey: 'SECRET-KEY', sessionToken: 'SESSION-TOKEN' }
    const error: unknown = await clientsOf({ credentials })
      .start.startWorkflowExecution(execution)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(inspect(error, { depth: Infinity })).not.toMatch(/KEY-ID|SECRET-KEY|SESSION-TOKEN|Signature=/)
  })

  it('say what a credentials function did wrong', async () => {
    const { poll } = clientsOf({ credentials: () => Promise.reject(new Error('the vault is sealed')) })
    await expect(poll.pollForActivityTask(list)).rejects.toMatchObject({
      name: 'CredentialsProviderError',
      message: 'the credentials function failed: the vault is sealed',
    })
  })

  it('correct a wrong clock by themselves: the poll after the refused one is signed with the time of SWF', async () => {
    const date = new Date('2030-01-01').toUTCString()
    const refusal = { ...fault('InvalidSignatureException', 'Signature expired'), headers: { date } }
    server.answer('PollForActivityTask', refusal, ok())
    const { poll } = clientsOf()
    await expect(poll.pollForActivityTask(list)).rejects.toThrow('Signature expired')
    await poll.pollForActivityTask(list)
    expect(server.requests[1]?.authorization).toContain('/20300101/')
  })
})
