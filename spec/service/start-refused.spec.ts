import { afterEach, describe, expect, test } from 'vitest'
import { type Credentials, ResultWorker } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { fault, hang, ok, type CannedScript } from '../support/canned-server.js'
import { Child } from '../support/child.js'
import { liveThreads } from '../support/leaks.js'
import { cannedServer, localSwf } from './servers.js'

afterEach(async () => {
  await ResultWorker.stop({ drainMs: 0 })
  expect(liveThreads()).toBe(0)
})

describe('a start says what is wrong and what to do', () => {
  const denied = fault('AccessDeniedException', 'User is not authorized to perform: swf:DescribeActivityType')

  async function refused(script: CannedScript): Promise<unknown> {
    const server = await cannedServer()
    server
      .answer('DescribeActivityType', script)
      .answer('DescribeDomain', ok({ domainInfo: { status: 'DEPRECATED' } }))
      .answer('PollForActivityTask', denied)
    return ResultWorker.start('FlowDefault', { swf: server.clientOptions }).catch((error: unknown) => error)
  }

  test('nothing listens', async () => {
    const nowhere = await LocalSwf.start()
    await nowhere.stop()
    await expect(ResultWorker.start('FlowDefault', { swf: nowhere.clientOptions })).rejects.toMatchObject({
      name: 'StartError',
      code: 'ERR_RESULT_UNREACHABLE',
      message: expect.stringMatching(/nothing answers at the endpoint.*Is the endpoint right/),
    })
  })

  test('no region', async () => {
    const { endpoint, credentials } = (await localSwf()).clientOptions
    await expect(ResultWorker.start('FlowDefault', { swf: { endpoint, credentials } })).rejects.toMatchObject({
      code: 'ERR_RESULT_REGION',
      message: expect.stringContaining('`swf: { region }`'),
    })
  })

  test('no credentials', async () => {
    const { endpoint, region } = (await localSwf()).clientOptions
    await expect(ResultWorker.start('FlowDefault', { swf: { endpoint, region } })).rejects.toMatchObject({
      code: 'ERR_RESULT_CREDENTIALS',
      message: expect.stringContaining('AWS_ACCESS_KEY_ID'),
    })
  })

  test('a credentials function that fails', async () => {
    const { endpoint, region } = (await localSwf()).clientOptions
    const credentials = (): Promise<never> => Promise.reject(new Error('the vault is sealed'))
    await expect(ResultWorker.start('FlowDefault', { swf: { endpoint, region, credentials } })).rejects.toMatchObject({
      code: 'ERR_RESULT_CREDENTIALS',
      message: expect.stringContaining('the vault is sealed'),
    })
  })

  test.each<[string, () => Promise<Credentials>, string]>([
    [
      'a promise as member',
      async () =>
        JSON.parse('{"secretAccessKey":"s"}', (key, value) =>
          key === '' ? { ...value, accessKeyId: Promise.resolve('id') } : value,
        ),
      'accessKeyId must be a string, not a promise',
    ],
    ['nothing', async () => JSON.parse('null'), 'must be an object'],
    ['an error without a prototype', () => Promise.reject(Object.create(null)), 'the credentials function failed'],
  ])('a credentials function that gives %s', async (_, credentials, message) => {
    const { endpoint, region } = (await localSwf()).clientOptions
    await expect(ResultWorker.start('FlowDefault', { swf: { endpoint, region, credentials } })).rejects.toMatchObject({
      code: 'ERR_RESULT_CREDENTIALS',
      message: expect.stringContaining(message),
    })
  })

  test('credentials may have an expiration as JSON has it, and members that no clone takes', async () => {
    const { endpoint, region, credentials } = (await localSwf()).clientOptions
    const given = { ...credentials, expiration: new Date(Date.now() + 3_600_000), refresh: () => {} }
    await ResultWorker.start('FlowDefault', { swf: { endpoint, region, credentials: given } })
    await ResultWorker.stop()
    const provider = async (): Promise<typeof given> => JSON.parse(JSON.stringify(given))
    await ResultWorker.start('FlowDefault', { swf: { endpoint, region, credentials: provider } })
  })

  test('a credentials function is asked on the main thread, for the thread', async () => {
    const { endpoint, region, credentials } = (await localSwf()).clientOptions
    let asked = 0
    const provider = async (): Promise<typeof credentials> => {
      asked += 1
      return credentials
    }
    await ResultWorker.start('FlowDefault', { swf: { endpoint, region, credentials: provider } })
    expect(asked).toBeGreaterThan(0)
  })

  test('bad credentials', async () => {
    expect(
      await refused(fault('UnrecognizedClientException', 'The security token included in the request is invalid.')),
    ).toMatchObject({
      code: 'ERR_RESULT_CREDENTIALS',
    })
  })

  test('denied', async () => {
    expect(await refused(denied)).toMatchObject({
      code: 'ERR_RESULT_ACCESS_DENIED',
      message: expect.stringContaining('IAM policy'),
    })
  })

  test('a deprecated domain', async () => {
    expect(await refused(ok({ typeInfo: { status: 'DEPRECATED' } }))).toMatchObject({
      code: 'ERR_RESULT_DOMAIN_DEPRECATED',
      message: expect.stringContaining('undeprecate-domain'),
    })
  })

  test('a deprecated type', async () => {
    const server = await cannedServer()
    server
      .answer('DescribeActivityType', ok({ typeInfo: { status: 'DEPRECATED' } }))
      .answer('DescribeDomain', ok({ domainInfo: { status: 'REGISTERED' } }))
    await expect(ResultWorker.start('FlowDefault', { swf: server.clientOptions })).rejects.toMatchObject({
      code: 'ERR_RESULT_TYPE_DEPRECATED',
      message: expect.stringContaining('FlowDefaultResultActivityRuby.run 1.0'),
    })
  })

  test('a permission model that forbids threads', async () => {
    const permission = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission'
    const flags = [permission, '--allow-fs-read=*']
    const { output } = await new Child('refused.mjs', { flags }).ended
    expect(output).toMatch(/ERR_RESULT_THREAD .*add `--allow-worker`/)
    expect(output).not.toContain('workerUrl')
  })

  test('a data converter that ends the thread', async () => {
    const { output } = await new Child('refused.mjs', { arguments: ['data:text/javascript,process.exit(5)'] }).ended
    expect(output).toMatch(/ERR_RESULT_THREAD .*ended with exit code 5\. The module of `dataConverter`/)
  })

  test('a thread that cannot be loaded', async () => {
    const { clientOptions } = await localSwf()
    for (const workerUrl of ['file:///nowhere/worker.js', 'https://127.0.0.1/worker.js']) {
      await expect(ResultWorker.start('FlowDefault', { swf: clientOptions, workerUrl })).rejects.toMatchObject({
        code: 'ERR_RESULT_THREAD',
      })
    }
  })

  test('a narrow policy that denies the question but not the poll is no obstacle', async () => {
    const server = await cannedServer()
    server.answer('DescribeActivityType', denied).answer('PollForActivityTask', hang)
    await expect(ResultWorker.start('FlowDefault', { swf: server.clientOptions })).resolves.toMatch(/^result-/)
  })
})
