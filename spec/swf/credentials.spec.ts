import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createClients } from '../../lib/swf/clients/create-clients.js'
import type { Credentials } from '../../lib/base/connection.js'
import { credentialsProvider, withDeadline } from '../../lib/swf/clients/credentials-provider.js'
import { classifyFault } from '../../lib/swf/faults/classify-fault.js'
import { CannedServer, hang, ok } from '../support/canned-server.js'

const keys = { accessKeyId: 'key', secretAccessKey: 'secret' }

/** As a caller in JavaScript, or one whose credentials were JSON, gives them. */
function credentialsOf(json: object): Credentials {
  const parsed: Credentials = JSON.parse(JSON.stringify(json))
  return parsed
}

function timersWaiting(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
}

it('a credentials function that does not answer in time fails the operation, and may answer the next one', async () => {
  let asked = 0
  const provider = credentialsProvider(() => (++asked === 1 ? new Promise(() => undefined) : Promise.resolve(keys)), 20)
  await expect(provider()).rejects.toMatchObject({
    name: 'CredentialsProviderError',
    message: 'the credentials function did not answer within 0.02 s',
  })
  expect(await provider()).toEqual(keys)
})

it('what the SDK finds by itself has its time, too, and keeps the marks of the SDK', async () => {
  const never = Object.assign(() => new Promise<Credentials>(() => undefined), { memoized: true })
  const find = withDeadline(never, 20)
  expect(find.memoized).toBe(true)
  await expect(find()).rejects.toMatchObject({
    name: 'CredentialsProviderError',
    message: 'the source of the credentials did not answer within 0.02 s',
  })
  expect(await withDeadline(() => Promise.resolve(keys))()).toEqual(keys)
})

it('a source of credentials that never answers keeps no request for good', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const server = await CannedServer.start()
  const sts = await CannedServer.start()
  const folder = await mkdtemp(join(tmpdir(), 'token-'))
  await writeFile(join(folder, 'token'), 'token')
  for (const [name, value] of Object.entries({
    AWS_ACCESS_KEY_ID: '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/r',
    AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'token'),
    AWS_ENDPOINT_URL_STS: sts.endpoint,
  })) {
    vi.stubEnv(name, value)
  }
  const clients = createClients({ region: 'us-east-1', endpoint: server.endpoint })
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    clients.destroy()
    await Promise.all([server.close(), sts.close(), rm(folder, { recursive: true })])
  })
  sts.answer('undefined', hang)
  const refused = clients.start
    .startWorkflowExecution({ domain: 'd', workflowId: 'w', workflowType: { name: 't', version: '1' } })
    .catch((error: unknown) => error)
  await sts.arrivals('undefined')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(classifyFault(await refused).kind).toBe('noCredentials')
  expect(server.requests).toEqual([])
})

it('a credentials function that fails after its time is over fails nothing else', async () => {
  let fail: (reason: Error) => void = () => undefined
  const provider = credentialsProvider(() => new Promise((_, reject) => (fail = reject)), 1)
  await expect(provider()).rejects.toThrow('did not answer')
  fail(new Error('too late'))
  await new Promise(setImmediate)
})

it('the deadline of credentials keeps no process alive and leaves no timer behind', async () => {
  const before = timersWaiting()
  let give: (credentials: Credentials) => void = () => undefined
  const asking = credentialsProvider(() => new Promise((resolve) => (give = resolve)))()
  expect(timersWaiting()).toBe(before)
  give(keys)
  expect(await asking).toEqual(keys)
  expect(timersWaiting()).toBe(before)
})

it('a credentials function that throws at once is reported like one that rejects', async () => {
  const provider = credentialsProvider(() => {
    throw new Error('the vault is sealed')
  })
  await expect(provider()).rejects.toThrow('the credentials function failed: the vault is sealed')
})

it('an expiration may be text, as in JSON', async () => {
  const expiration = new Date('2030-01-31T12:00:00Z')
  const provider = credentialsProvider(() => Promise.resolve(credentialsOf({ ...keys, expiration })))
  expect(await provider()).toEqual({ ...keys, expiration })
  expect(await credentialsProvider(credentialsOf({ ...keys, expiration: null, sessionToken: null }))()).toEqual(keys)
})

it.each(['tomorrow', 1_900_000_000, {}])('an expiration that is none is refused: %o', async (expiration) => {
  await expect(credentialsProvider(credentialsOf({ ...keys, expiration }))()).rejects.toMatchObject({
    name: 'CredentialsProviderError',
    message: 'credentials: expiration must be a valid Date or the text of one',
  })
})

it.each(['function', 'object'])('credentials with an expiration in text sign requests, given as %s', async (kind) => {
  const server = await CannedServer.start()
  server.answer('ListDomains', ok({ domainInfos: [] }))
  const given = credentialsOf({ ...keys, expiration: '2030-01-31T12:00:00Z' })
  const clients = createClients({
    ...server.clientOptions,
    credentials: kind === 'function' ? () => Promise.resolve(given) : given,
  })
  await clients.answer.listDomains({ registrationStatus: 'REGISTERED' })
  await clients.answer.listDomains({ registrationStatus: 'REGISTERED' })
  expect(server.requests[1]?.authorization).toContain('Credential=key/')
  clients.destroy()
  await server.close()
})
