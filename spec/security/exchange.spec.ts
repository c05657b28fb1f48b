import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClients, type SwfClients } from '../../lib/swf/clients/create-clients.js'
import { CannedServer, fault, half, hang, ok, reset, text, type CannedScript } from '../support/canned-server.js'

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret-access-key', sessionToken: 'session+token/of=ours' }

let server: CannedServer
let clients: SwfClients
beforeEach(async () => {
  server = await CannedServer.start()
  clients = createClients({ ...server.clientOptions, credentials })
})
afterEach(async () => {
  clients.destroy()
  await server.close()
})

/** What AWS says where a signature does not match: all that it was sent. */
const quotes: CannedScript = ({ authorization }) =>
  fault(
    'InvalidSignatureException',
    `The signature does not match ${authorization}\n\nThe Canonical String should have been\nx-amz-security-token:${credentials.sessionToken}`,
  )

async function errorOf(answer: CannedScript): Promise<Error> {
  server.answer('PollForActivityTask', answer)
  const error: unknown = await clients.poll.pollForActivityTask({ domain: 'd', taskList: { name: 'l' } }).catch((e: unknown) => e)
  if (error instanceof Error) return error
  throw new Error('the poll was not refused')
}

describe('an error of a request keeps nothing of what was sent', () => {
  it.each<[string, CannedScript]>([
    ['a fault', fault('UnknownResourceFault', 'Unknown domain: d')],
    ['a fault that quotes signature and token', quotes],
    ['a page that quotes signature and token', ({ authorization }) => text(502, `${authorization} ${credentials.sessionToken}`)],
    ['an answer that is no JSON', ({ authorization }) => text(200, `${authorization} ${credentials.sessionToken}`)],
    ['half an answer', half({ taskToken: 't' })],
    ['a reset', reset],
  ])('%s', async (_, answer) => {
    const error = await errorOf(answer)
    const [request] = server.requestsOf('PollForActivityTask')
    const signature = /Signature=(\w+)/.exec(request?.authorization ?? '')?.[1]
    expect(signature).toHaveLength(64)
    const shown = inspect(error, { depth: null, showHidden: true })
    for (const secret of [signature, ...Object.values(credentials).slice(1)]) expect(shown).not.toContain(secret)
    expect(error).not.toHaveProperty('$response')
  })
})

it('an error without the exchange is the same error: class, name, message, stack and what the SDK notes', async () => {
  const error = await errorOf(fault('UnknownResourceFault', 'Unknown domain: d'))
  const { UnknownResourceFault } = await import('@aws-sdk/client-swf')
  expect(error).toBeInstanceOf(UnknownResourceFault)
  expect(error).toMatchObject({ message: 'Unknown domain: d', $fault: 'client', $metadata: { httpStatusCode: 400, attempts: 1 } })
  expect(String(error)).toBe('UnknownResourceFault: Unknown domain: d')
  expect(error.stack).toContain('deserializeResponse')
})

it.each(['', 't', 'domain'])('a token that is none, like %j, hides nothing', async (sessionToken) => {
  clients.destroy()
  clients = createClients({ ...server.clientOptions, credentials: { ...credentials, sessionToken } })
  const error = await errorOf(fault('UnknownResourceFault', 'Unknown domain: d'))
  expect(error).toMatchObject({ name: 'UnknownResourceFault', message: 'Unknown domain: d', $fault: 'client' })
})

it('an aborted poll, whose exchange never ended, keeps nothing either', async () => {
  server.answer('PollForActivityTask', hang).answer('ListDomains', ok())
  const stop = new AbortController()
  const poll = clients.poll.pollForActivityTask({ domain: 'd', taskList: { name: 'l' } }, { abortSignal: stop.signal })
  await server.arrivals('PollForActivityTask')
  stop.abort()
  const error: unknown = await poll.catch((aborted: unknown) => aborted)
  expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/Signature=|session\+token|secret-access-key/)
})
