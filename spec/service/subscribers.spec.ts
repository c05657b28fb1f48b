import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, onTestFinished, test } from 'vitest'
import { jobs, ResultService, type DiagnosticsMessages, type ServiceState } from '../../lib/index.js'
import { fault, hang, ok } from '../support/canned-server.js'
import { gate } from '../support/gate.js'
import { schemaOf } from '../support/schema.js'
import { cannedServer, localSwf } from './servers.js'

type StateMessage = DiagnosticsMessages['swf-result-worker.state']

/** Whoever subscribes is called in the middle of the library's own work, and may ask anything of it. */
function whenIn(state: ServiceState, act: () => void): void {
  const hear = (message: unknown): void => {
    // What is published there is typed where it is published.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if ((message as StateMessage).to !== state) return
    unsubscribe('swf-result-worker.state', hear)
    act()
  }
  subscribe('swf-result-worker.state', hear)
}

const known = ok({ typeInfo: { status: 'REGISTERED' } })

test('who hears that a start was refused may start again at once: that is a start of its own', async () => {
  const server = await cannedServer()
  server.answer('DescribeActivityType', fault('ValidationException', 'not now'), known).answer('PollForActivityTask', hang)
  const service = new ResultService({ swf: server.clientOptions, signals: false })
  onTestFinished(async () => void (await service.stop({ drainMs: 0 })))
  let again: Promise<string> | undefined
  whenIn('failed', () => void (again = service.start()))
  await expect(service.start()).rejects.toThrow('not now')
  await again
  expect(service.health()).toMatchObject({ state: 'running', lastError: undefined })
})

test('a job begun by who hears that the service failed is not of that failure', async () => {
  const server = await cannedServer()
  const denial = gate()
  server
    .answer('DescribeActivityType', known)
    .answer('StartWorkflowExecution', ok({ runId: 'the run' }))
    .answer(
      'PollForActivityTask',
      async () => {
        await denial.opened
        return fault('AccessDeniedException', 'not any more')
      },
      hang,
    )
  const service = new ResultService({ swf: server.clientOptions, signals: false })
  onTestFinished(async () => void (await service.stop({ drainMs: 0 })))
  await service.start()
  const { promise } = service.createResult()
  let again: Promise<{ readonly runId: string }> | undefined
  whenIn('failed', () => void (again = jobs(service).start('Any.job')))
  denial.open()
  await expect(promise).rejects.toMatchObject({ code: 'ERR_RESULT_WORKER_FAILED' })
  expect(await again).toMatchObject({ runId: 'the run' })
  expect(service.health()).toMatchObject({ state: 'running', pending: 1 })
})

test('what one caller waits for ends in no other caller’s AsyncLocalStorage store', async () => {
  const service = new ResultService({ swf: (await localSwf()).clientOptions, signals: false })
  onTestFinished(async () => void (await service.stop({ drainMs: 0 })))
  const store = new AsyncLocalStorage<string>()
  await store.run('of who starts', () => service.start())
  const stores: unknown[] = []
  const see = (): void => void stores.push(store.getStore())
  for (const channel of ['swf-result-worker.result', 'swf-result-worker.state']) {
    subscribe(channel, see)
    onTestFinished(() => void unsubscribe(channel, see))
  }
  const abort = new AbortController()
  const schema = schemaOf((value) => {
    see()
    return { value }
  })
  const wait = (name: string, options: Parameters<ResultService['createResult']>[0]): Promise<unknown> =>
    store.run(name, () => service.createResult(options).promise.catch((error: unknown) => error))
  const ends = [
    wait('of the first', { timeoutMs: 20, schema }),
    wait('of the second', { timeoutMs: 30 }),
    wait('of the third', { signal: abort.signal }),
  ]
  store.run('of who aborts', () => abort.abort())
  await Promise.all(ends)
  await store.run('of who stops', () => service.stop({ drainMs: 0 }))
  expect(stores.length).toBeGreaterThanOrEqual(5)
  expect(new Set(stores)).toEqual(new Set([undefined]))
})
