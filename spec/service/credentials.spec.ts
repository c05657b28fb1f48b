import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { ResultService, type Credentials } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { CannedServer, fault, hang, ok, type CannedRequest } from '../support/canned-server.js'
import { Child, saidBy } from '../support/child.js'
import { CuttingProxy } from '../support/cutting-proxy.js'
import { ResultTaskSender } from '../support/result-tasks.js'

let swf: LocalSwf
let sender: ResultTaskSender
beforeEach(async () => {
  swf = await LocalSwf.start()
  sender = new ResultTaskSender(swf)
})
afterEach(async () => {
  sender.destroy()
  await swf.stop()
})

/** The access key of each request that reaches LocalSwf, which takes any. */
async function keysSeen(): Promise<{ readonly endpoint: string; readonly keys: ReadonlySet<string | undefined> }> {
  const proxy = await CuttingProxy.start(swf.endpoint)
  onTestFinished(() => proxy.close())
  return { endpoint: proxy.endpoint, keys: proxy.keys }
}

async function receiveAResult(credentials: Credentials | (() => Promise<Credentials>)): Promise<ReadonlySet<string | undefined>> {
  const { endpoint, keys } = await keysSeen()
  const service = new ResultService({ swf: { region: 'us-east-1', endpoint, credentials }, signals: false })
  onTestFinished(async () => void (await service.stop({ drainMs: 0 })))
  const taskList = await service.start()
  const { key, promise } = service.createResult()
  await sender.deliver(taskList, [[key, 'came']])
  expect(await promise).toBe('came')
  return keys
}

async function receiveInAChild(env: Readonly<Record<string, string | undefined>>): Promise<ReadonlySet<string | undefined>> {
  const { endpoint, keys } = await keysSeen()
  const nothing = {
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  }
  const child = new Child('result-received.mjs', { env: { ...nothing, AWS_ENDPOINT_URL_SWF: endpoint, ...env } })
  const { taskList, key } = await saidBy(child)
  await sender.deliver(taskList, [[key, 'came']])
  expect(await child.ended).toMatchObject({ code: 0, output: expect.stringContaining('result came') })
  return keys
}

async function fileOf(lines: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'credentials-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'file')
  await writeFile(path, lines.join('\n'))
  return path
}

describe('requests are signed with credentials', () => {
  test('given as they are', async () => {
    expect(await receiveAResult({ accessKeyId: 'static-key', secretAccessKey: 's' })).toEqual(new Set(['static-key']))
  })

  test('given by a function, which is asked over the port', async () => {
    const keys = await receiveAResult(async () => ({ accessKeyId: 'provided-key', secretAccessKey: 's' }))
    expect(keys).toEqual(new Set(['provided-key']))
  })

  test('of the environment', async () => {
    const env = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'env-key', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' }
    expect(await receiveInAChild(env)).toEqual(new Set(['env-key']))
  })

  test('of a profile, whose region counts too', async () => {
    const credentials = await fileOf(['[batch]', 'aws_access_key_id = profile-key', 'aws_secret_access_key = s'])
    const config = await fileOf(['[profile batch]', 'region = eu-west-1'])
    const env = { AWS_PROFILE: 'batch', AWS_REGION: undefined, AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: config }
    expect(await receiveInAChild(env)).toEqual(new Set(['profile-key']))
  })

  test('that a process of the default profile prints', async () => {
    const printed = JSON.stringify({ Version: 1, AccessKeyId: 'process-key', SecretAccessKey: 's' })
    const config = await fileOf(['[default]', 'region = us-east-1', `credential_process = echo '${printed}'`])
    expect(await receiveInAChild({ AWS_REGION: undefined, AWS_CONFIG_FILE: config })).toEqual(new Set(['process-key']))
  })
})

describe('when SWF says that credentials have expired', () => {
  const keyOf = ({ authorization }: CannedRequest): string | undefined => /Credential=([^/]+)/.exec(authorization)?.[1]

  async function serverThatRefuses(expiredKey: string): Promise<CannedServer> {
    const server = await CannedServer.start()
    onTestFinished(() => server.close())
    server
      .answer('DescribeActivityType', ok({ typeInfo: { status: 'REGISTERED' } }))
      .answer('PollForActivityTask', (request) => (keyOf(request) === expiredKey ? fault('ExpiredTokenException') : hang))
    return server
  }

  test('a function is asked once more, and the next poll is signed with what it gives', async () => {
    const server = await serverThatRefuses('key-1')
    let asked = 0
    const credentials = async (): Promise<Credentials> => ({ accessKeyId: `key-${++asked}`, secretAccessKey: 's' })
    const service = new ResultService({ swf: { ...server.clientOptions, credentials }, signals: false })
    await service.start()
    while (!server.requestsOf('PollForActivityTask').some((poll) => keyOf(poll) === 'key-2')) {
      await server.arrivals('PollForActivityTask', server.requestsOf('PollForActivityTask').length + 1)
    }
    await service.stop({ drainMs: 0 })
    expect(asked).toBe(2)
  })

  test('profile files are read anew', async () => {
    const server = await serverThatRefuses('old-key')
    const profile = (key: string): readonly string[] => ['[default]', `aws_access_key_id = ${key}`, 'aws_secret_access_key = s']
    const path = await fileOf(profile('old-key'))
    const env = { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_SWF: server.endpoint, AWS_SHARED_CREDENTIALS_FILE: path }
    const child = new Child('result-received.mjs', { env: { ...env, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' } })
    await server.arrivals('PollForActivityTask')
    await writeFile(path, profile('new-key').join('\n'))
    while (!server.requestsOf('PollForActivityTask').some((poll) => keyOf(poll) === 'new-key')) {
      await server.arrivals('PollForActivityTask', server.requestsOf('PollForActivityTask').length + 1)
    }
    child.kill('SIGKILL')
    await child.ended
  })
})
