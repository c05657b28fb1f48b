import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ResultService } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { isFromThread, isToThread } from '../../lib/protocol/messages.js'
import { ResultTaskSender } from '../support/result-tasks.js'

const notObjects: readonly unknown[] = [
  null,
  undefined,
  5,
  'halt',
  Symbol('halt'),
  () => 'halt',
  [],
  ['halt'],
  [{ type: 'halt' }],
]
const types: readonly unknown[] = ['watch', 5, ['halt'], '__proto__', 'constructor', { toString: () => 'halt' }]
const babble = [
  ...notObjects,
  ...types.map((type) => ({ type })),
  {},
  { 'watch:require': ['file'] },
  { 'watch:import': ['file'] },
  Object.create(null),
]

describe('a message that is none of ours is told from ours', () => {
  it.each(babble.map((message) => [message]))('%o', (message) => {
    expect([isToThread(message), isFromThread(message)]).toEqual([false, false])
  })
})

describe('a stranger', () => {
  let swf: LocalSwf
  let sender: ResultTaskSender
  beforeAll(async () => {
    swf = await LocalSwf.start()
    sender = new ResultTaskSender(swf)
  })
  afterAll(async () => {
    sender.destroy()
    await swf.stop()
  })

  /** Starts a service, lets the stranger do its worst, and receives a result. */
  async function resultComesBeside(
    options: ConstructorParameters<typeof ResultService>[0],
    stranger: (worker: Worker) => void = () => {},
  ): Promise<void> {
    const workers: Worker[] = []
    const states: unknown[] = []
    const meet = (worker: Worker): void => void workers.push(worker)
    const hear = (message: unknown): void => void states.push(message)
    process.on('worker', meet)
    subscribe('swf-result-worker.state', hear)
    const service = new ResultService({ swf: swf.clientOptions, signals: false, ...options })
    try {
      const taskList = await service.start()
      for (const worker of workers) stranger(worker)
      const { key, promise } = service.createResult()
      await sender.deliver(taskList, [[key, 'came']])
      expect(await promise).toBe('came')
      expect(service.health()).toMatchObject({ ok: true, state: 'running', restarts: 0, lastError: undefined })
      expect(states).toHaveLength(2)
    } finally {
      process.off('worker', meet)
      unsubscribe('swf-result-worker.state', hear)
      await service.stop({ drainMs: 0 })
    }
  }

  it('who posts to the Worker, as node’s watch mode does, is not heard by the thread', async () => {
    await resultComesBeside({}, (worker) => {
      for (const message of [null, 'halt', { type: 'halt' }, { 'watch:import': ['file'] }]) worker.postMessage(message)
    })
  })

  it('who posts on the thread’s ports, its own and the common one, is not heard by the main thread', async () => {
    await resultComesBeside({ workerUrl: new URL('../fixtures/threads/babbling.mjs', import.meta.url) })
  })

  it('who listens to the Worker hears nothing of results or credentials', async () => {
    const heard: unknown[] = []
    await resultComesBeside({}, (worker) => void worker.on('message', (message) => heard.push(message)))
    expect(heard).toEqual([])
  })
})
