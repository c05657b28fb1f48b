import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { ResultService, ResultWorker, ResultWorkerConflictError, StartError } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { fault, hang, ok } from '../support/canned-server.js'
import { Child, swfEnvironment } from '../support/child.js'
import { liveThreads, threadsMade } from '../support/leaks.js'
import { CuttingProxy } from '../support/cutting-proxy.js'
import { ResultTaskSender } from '../support/result-tasks.js'
import { cannedServer, localSwf } from './servers.js'

afterEach(async () => {
  await ResultWorker.stop({ drainMs: 0 })
  expect(liveThreads()).toBe(0)
})

describe('the start race', () => {
  test('50 concurrent starts make one Worker and one task list', async () => {
    const swf = await localSwf()
    const before = threadsMade()
    const taskLists = await Promise.all(
      Array.from({ length: 50 }, () => ResultWorker.start('FlowDefault', { swf: swf.clientOptions })),
    )
    expect(new Set(taskLists).size).toBe(1)
    expect(threadsMade() - before).toBe(1)
    expect(await ResultWorker.start()).toBe(taskLists[0])
    expect(ResultWorker.health()).toMatchObject({
      ok: true,
      state: 'running',
      domain: 'FlowDefault',
      region: 'us-east-1',
      taskList: taskLists[0],
    })
  })

  test('a failed start rejects all callers with the cause, and the next start works', async () => {
    const nowhere = await LocalSwf.start()
    await nowhere.stop()
    const starts = Array.from({ length: 5 }, () => ResultWorker.start('FlowDefault', { swf: nowhere.clientOptions }))
    const causes = await Promise.all(starts.map((start) => start.catch((cause: unknown) => cause)))
    expect(new Set(causes).size).toBe(1)
    expect(causes[0]).toBeInstanceOf(StartError)
    expect(ResultWorker.health()).toMatchObject({
      ok: false,
      state: 'failed',
      lastError: expect.stringContaining('StartError: '),
    })

    const swf = await localSwf()
    const taskList = await ResultWorker.start('FlowDefault', { swf: swf.clientOptions })
    expect(ResultWorker.health()).toMatchObject({ state: 'running', taskList })
  })

  test('another domain or option than the running one’s is an error that names it; what is left out matches', async () => {
    const swf = await localSwf()
    const options = { swf: swf.clientOptions, drainMs: 1_000 }
    const withoutDomain = { domain: undefined, drainMs: 1_000 }
    const taskList = await ResultWorker.start('FlowDefault', options)
    for (const [domain, other, option] of [
      ['Other', {}, 'domain'],
      ['Other', withoutDomain, 'domain'],
      [undefined, { drainMs: 2_000 }, 'drainMs'],
      [undefined, { swf: { region: 'eu-west-1' } }, 'swf.region'],
      [undefined, { maxPollers: 2 }, 'maxPollers'],
    ] as const) {
      const start = ResultWorker.start(domain, other)
      await expect(start).rejects.toBeInstanceOf(ResultWorkerConflictError)
      await expect(start).rejects.toMatchObject({ option, code: 'ERR_RESULT_OPTION_CONFLICT' })
    }
    expect(await ResultWorker.start('FlowDefault', { swf: { ...swf.clientOptions }, drainMs: 1_000 })).toBe(taskList)
    expect(await ResultWorker.start(undefined, { drainMs: undefined })).toBe(taskList)
  })

  test('services of several domains run beside each other', async () => {
    const swf = await localSwf()
    const services = ['One', 'Two'].map((domain) => new ResultService({ domain, swf: swf.clientOptions }))
    const taskLists = await Promise.all(services.map((service) => service.start()))
    expect(new Set(taskLists).size).toBe(2)
    await Promise.all(services.map((service) => service.stop()))
  })
})

describe('what SWF does not know', () => {
  const registrations = ['RegisterDomain', 'RegisterWorkflowType', 'RegisterActivityType']

  test('an unknown domain is registered, once', async () => {
    const swf = await localSwf()
    const proxy = await CuttingProxy.start(swf.endpoint)
    onTestFinished(() => proxy.close())
    const registered = (): readonly number[] => registrations.map((operation) => proxy.received(operation))
    const connection = { ...swf.clientOptions, endpoint: proxy.endpoint }
    await ResultWorker.start('Fresh', { swf: connection })
    expect(registered()).toEqual([1, 1, 1])
    await ResultWorker.stop()
    await ResultWorker.start('Fresh', { swf: connection })
    expect(registered()).toEqual([1, 1, 1])
  })

  test('five processes at once register one domain', async () => {
    const swf = await localSwf()
    const children = Array.from(
      { length: 5 },
      () => new Child('start-stop.mjs', { arguments: ['Shared'], env: swfEnvironment(swf.clientOptions) }),
    )
    for (const child of children)
      expect(await child.ended).toMatchObject({ code: 0, output: expect.stringContaining('started result-') })
  })

  test('`register: false` leaves it, and says what to run', async () => {
    const swf = await localSwf()
    const start = ResultWorker.start('Fresh', { swf: swf.clientOptions, register: false })
    await expect(start).rejects.toMatchObject({
      code: 'ERR_RESULT_NOT_REGISTERED',
      message: expect.stringContaining('aws swf register-domain'),
    })
  })

  test('a domain that vanishes under a running poller is registered again', async () => {
    const server = await cannedServer()
    const unknown = fault('UnknownResourceFault', 'Unknown domain: FlowDefault')
    server.answer('DescribeActivityType', ok({ typeInfo: { status: 'REGISTERED' } })).answer('PollForActivityTask', unknown, hang)
    for (const operation of registrations) server.answer(operation, ok())
    await ResultWorker.start('FlowDefault', { swf: server.clientOptions })
    await server.arrivals('PollForActivityTask', 2)
    expect(server.requests.map(({ operation }) => operation).filter((operation) => operation.startsWith('Register'))).toEqual(
      registrations,
    )
  })
})

describe('where a start is made does not matter', () => {
  test('results do not arrive in the AsyncLocalStorage store of whoever started first', async () => {
    const swf = await localSwf()
    const store = new AsyncLocalStorage<string>()
    await store.run('of the first request', () => ResultWorker.start('FlowDefault', { swf: swf.clientOptions }))
    const { key, taskList, promise } = ResultWorker.createResult()
    // Seen by what the listener itself calls: a promise's own `then` runs in the store of whoever wrote it.
    const stores: unknown[] = []
    const see = (): void => void stores.push(store.getStore())
    subscribe('swf-result-worker.result', see)
    const sender = new ResultTaskSender(swf)
    await sender.deliver(taskList, [[key, 'value']])
    sender.destroy()
    await promise
    unsubscribe('swf-result-worker.result', see)
    expect(stores).toEqual([undefined])
  })

  test('a parent with odd flags', async () => {
    const swf = await localSwf()
    const child = new Child('start-stop.mjs', {
      flags: ['--expose-gc', '--input-type=module', '-e', "import { argv } from 'node:process'; await import(argv[1])"],
      env: swfEnvironment(swf.clientOptions),
    })
    expect(await child.ended).toMatchObject({ code: 0, output: expect.stringContaining('started result-') })
  })
})
