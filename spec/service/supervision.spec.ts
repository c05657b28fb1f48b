import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setImmediate } from 'node:timers/promises'
import { Mutex } from 'async-mutex'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ResultService, ResultWorkerStoppedError, WorkerFailedError, type StartOptions } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { CannedServer, fault, hang, ok } from '../support/canned-server.js'
import { killThreads, liveThreads, threadsMade } from '../support/leaks.js'
import { ManualClock } from '../support/manual-clock.js'
import { command, nextDeed, noOrders, obedientThread, order } from '../support/obedient-thread.js'
import { ResultTaskSender } from '../support/result-tasks.js'
import { nextState } from '../support/states.js'

/** More than the longest back-off. */
const BACK_OFF_MS = 30_000

let swf: LocalSwf
let sender: ResultTaskSender
let services: ResultService[]

beforeEach(async () => {
  swf = await LocalSwf.start()
  sender = new ResultTaskSender(swf)
  services = []
})

afterEach(async () => {
  noOrders()
  for (const service of services) await service.stop({ drainMs: 0 })
  sender.destroy()
  await swf.stop()
  expect(liveThreads()).toBe(0)
})

async function started(options: StartOptions = {}, clock?: ManualClock): Promise<ResultService> {
  const all = { workerUrl: obedientThread, swf: swf.clientOptions, ...options }
  const service = new ResultService(all, new Mutex(), clock)
  services.push(service)
  await service.start()
  return service
}

/** Kills the thread, and lets the back-off pass: resolves when the next one polls. */
async function killOnce(clock: ManualClock): Promise<void> {
  const dead = nextState('restarting')
  await killThreads()
  await dead
  const alive = nextState('running')
  clock.advance(BACK_OFF_MS)
  await alive
}

/** Four pings that a blocked thread does not answer, and a fifth that is not sent. */
async function missHeartbeats(clock: ManualClock): Promise<void> {
  for (let beat = 0; beat < 5; beat++) {
    clock.advance(5_000)
    await setImmediate()
    await setImmediate()
  }
}

describe('a thread that dies is replaced, with what is pending kept', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['is ended from outside', killThreads, /exit code 1/],
    ['exits', () => command('exit'), /exit code 3/],
    ['throws', () => command('throw'), /the thread threw as it was told/],
  ])('when it %s', async (_, kill, cause) => {
    const service = await started()
    const { taskList } = service.health()
    const before = service.createResult()
    const dead = nextState('restarting')
    const alive = nextState('running')
    kill()
    expect((await dead).cause).toMatch(cause)
    expect(service.health()).toMatchObject({
      ok: false,
      state: 'restarting',
      taskList,
      region: 'us-east-1',
      pending: 1,
      restarts: 0,
      lastError: expect.stringMatching(cause),
    })
    const meanwhile = service.createResult()
    expect(await service.start()).toBe(taskList)
    await alive
    expect(service.health()).toMatchObject({
      ok: true,
      state: 'running',
      taskList,
      pending: 2,
      restarts: 1,
      lastError: undefined,
    })
    await sender.deliver(meanwhile.taskList, [
      [before.key, 'kept'],
      [meanwhile.key, 'taken meanwhile'],
    ])
    expect(await Promise.all([before.promise, meanwhile.promise])).toEqual(['kept', 'taken meanwhile'])
  })

  test('when its event loop turns no more', async () => {
    const clock = new ManualClock()
    const service = await started({}, clock)
    const { key, taskList, promise } = service.createResult()
    const dead = nextState('restarting')
    await command('block')
    await missHeartbeats(clock)
    expect((await dead).cause).toContain('did not answer for 20000 ms')
    const alive = nextState('running')
    clock.advance(BACK_OFF_MS)
    await alive
    await sender.deliver(taskList, [[key, 'kept']])
    expect(await promise).toBe('kept')
  })

  test('20 times in a row, each time by one thread', async () => {
    const clock = new ManualClock()
    const service = await started({}, clock)
    const made = threadsMade()
    const first = service.createResult()
    for (let kill = 1; kill <= 20; kill++) {
      await killOnce(clock)
      expect(service.health()).toMatchObject({ ok: true, restarts: kill })
    }
    expect(threadsMade() - made).toBe(20)
    const last = service.createResult()
    await sender.deliver(last.taskList, [
      [first.key, 1],
      [last.key, 2],
    ])
    expect(await Promise.all([first.promise, last.promise])).toEqual([1, 2])
    expect(service.health()).toMatchObject({ pending: 0, settled: 2, late: 0 })
  })

  test('and every change of state can be heard, with its cause', async () => {
    const heard: unknown[] = []
    const hear = (message: unknown): void => void heard.push(message)
    subscribe('swf-result-worker.state', hear)
    const service = await started()
    const alive = nextState('running')
    await killThreads()
    await alive
    await service.stop()
    unsubscribe('swf-result-worker.state', hear)
    expect(heard).toEqual([
      { from: 'stopped', to: 'starting', cause: undefined },
      { from: 'starting', to: 'running', cause: undefined },
      { from: 'running', to: 'restarting', cause: expect.stringContaining('the worker thread ended with exit code 1') },
      { from: 'restarting', to: 'running', cause: undefined },
      { from: 'running', to: 'stopping', cause: undefined },
      { from: 'stopping', to: 'stopped', cause: undefined },
    ])
  })
})

describe('the back-off', () => {
  test('grows with each death, and begins anew after a thread that lived for a while', async () => {
    const clock = new ManualClock()
    await started({}, clock)
    for (let kill = 0; kill < 12; kill++) await killOnce(clock)
    clock.advance(10_000)
    const dead = nextState('restarting')
    await killThreads()
    await dead
    const alive = nextState('running')
    // The first back-off of all: at most 100 ms.
    clock.advance(100)
    await alive
  })
})

describe('a task in hand when the thread dies', () => {
  test('is failed by the successor with the reason, when it was not received', async () => {
    order('exit', { after: 'task' })
    const service = await started()
    noOrders()
    const { key, taskList, promise } = service.createResult()
    expect(await sender.deliver(taskList, [[key, 'lost']])).toEqual([
      {
        reason: expect.stringMatching(/^The receiver of this result died while it had the task: .*exit code 3/),
        details: expect.stringContaining('javascript_class: Error'),
      },
    ])
    await sender.deliver(taskList, [[key, 'sent again']])
    expect(await promise).toBe('sent again')
    expect(service.health()).toMatchObject({ settled: 1, late: 0, restarts: 1 })
  })

  test('is completed by the successor, when its result had arrived', async () => {
    order('exit', { after: 'result' })
    const service = await started()
    noOrders()
    const { key, taskList, promise } = service.createResult()
    expect(await sender.deliver(taskList, [[key, 'arrived']])).toEqual([{ result: '---\n' }])
    expect(await promise).toBe('arrived')
    expect(service.health()).toMatchObject({ settled: 1, late: 0, restarts: 1 })
  })

  test('that blocks the thread is not the end of the others', async () => {
    const clock = new ManualClock()
    order('block', { after: 'task' })
    const service = await started({}, clock)
    noOrders()
    const [blocked, other] = [service.createResult(), service.createResult()]
    const dead = nextState('restarting')
    const begun = nextDeed()
    const run = await sender.schedule([{ taskList: blocked.taskList, input: `---\n- :key: '${blocked.key}'\n  :result: 1\n` }])
    await begun
    await missHeartbeats(clock)
    await dead
    const alive = nextState('running')
    clock.advance(BACK_OFF_MS)
    await alive
    expect(await run.answers()).toEqual([{ reason: expect.stringContaining('did not answer'), details: expect.any(String) }])
    await sender.deliver(other.taskList, [[other.key, 'came']])
    expect(await other.promise).toBe('came')
    expect(service.getResultFuture(blocked.key)).toBe(blocked.promise)
  })

  test('is reported by a stop that comes before the successor', async () => {
    const clock = new ManualClock()
    order('exit', { after: 'task' })
    const service = await started({}, clock)
    const { key, taskList, promise } = service.createResult()
    const dead = nextState('restarting')
    const run = await sender.schedule([{ taskList, input: `---\n- :key: '${key}'\n  :result: 1\n` }])
    await dead
    expect(await service.stop({ drainMs: 0 })).toEqual({
      settled: 0,
      abandoned: [{ key, workflowId: undefined, runId: undefined }],
      unanswered: [{ workflowId: run.workflowId, runId: run.runId }],
    })
    await expect(promise).rejects.toBeInstanceOf(ResultWorkerStoppedError)
  })
})

describe('a successor that is refused', () => {
  const registered = ok({ typeInfo: { status: 'REGISTERED' } })
  let server: CannedServer

  beforeEach(async () => {
    server = await CannedServer.start()
    server.answer('DescribeActivityType', registered).answer('PollForActivityTask', hang)
  })

  afterEach(() => server.close())

  test.each([
    ['a denied poll', fault('AccessDeniedException', 'not any more'), 'ERR_RESULT_ACCESS_DENIED'],
    ['a deprecated domain', ok({ typeInfo: { status: 'DEPRECATED' } }), 'ERR_RESULT_DOMAIN_DEPRECATED'],
  ])(
    'by %s fails the service: all that is pending rejects with the cause, and the next start may try again',
    async (_, answer, code) => {
      const clock = new ManualClock()
      const service = await started({ swf: server.clientOptions }, clock)
      const { taskList, promise } = service.createResult()
      server
        .answer('DescribeActivityType', answer)
        .answer('DescribeDomain', ok({ domainInfo: { status: 'DEPRECATED' } }))
        .answer('PollForActivityTask', fault('AccessDeniedException', 'not any more'))
      const failed = nextState('failed')
      const dead = nextState('restarting')
      await killThreads()
      await dead
      clock.advance(BACK_OFF_MS)
      await failed
      await expect(promise).rejects.toBeInstanceOf(WorkerFailedError)
      await expect(promise).rejects.toMatchObject({ cause: { code } })
      expect(service.health()).toMatchObject({
        ok: false,
        state: 'failed',
        pending: 0,
        lastError: expect.stringContaining('WorkerFailedError'),
      })
      expect(liveThreads()).toBe(0)
      server.answer('DescribeActivityType', registered).answer('PollForActivityTask', hang)
      expect(await service.start()).not.toBe(taskList)
      expect(service.health()).toMatchObject({ state: 'running', lastError: undefined })
    },
  )

  test('by a server that is down is followed by another, and health says why', async () => {
    const clock = new ManualClock()
    const service = await started({ swf: server.clientOptions }, clock)
    const { promise } = service.createResult()
    const { port } = server
    const dead = nextState('restarting')
    await server.close()
    await killThreads()
    await dead
    clock.advance(BACK_OFF_MS)
    while (!service.health().lastError?.includes('nothing answers')) await new Promise((resolve) => subscribeOnce(resolve))
    expect(service.health()).toMatchObject({ ok: false, state: 'restarting', pending: 1, restarts: 0 })
    server = await CannedServer.start(port)
    server.answer('DescribeActivityType', registered).answer('PollForActivityTask', hang)
    const alive = nextState('running')
    clock.advance(BACK_OFF_MS)
    await alive
    expect(service.health()).toMatchObject({ ok: true, pending: 1, restarts: 1, lastError: undefined })
    await service.stop({ drainMs: 0 })
    await expect(promise).rejects.toBeInstanceOf(ResultWorkerStoppedError)
  })
})

describe('a stop while the thread is down', () => {
  test('drains on with the successor', async () => {
    const service = await started()
    const { key, taskList, promise } = service.createResult()
    const dead = nextState('restarting')
    await killThreads()
    await dead
    const stopping = service.stop({ drainMs: Infinity })
    expect(service.health().state).toBe('stopping')
    await sender.deliver(taskList, [[key, 'in time']])
    expect(await promise).toBe('in time')
    expect(await stopping).toEqual({ settled: 1, abandoned: [], unanswered: [] })
    expect(service.health().state).toBe('stopped')
  })

  test('ends at once when nothing is pending, in the back-off or in the successor’s start', async () => {
    for (const delayMs of [0, BACK_OFF_MS]) {
      const clock = new ManualClock()
      const service = await started({}, clock)
      const dead = nextState('restarting')
      await killThreads()
      await dead
      clock.advance(delayMs)
      await service.stop({ drainMs: Infinity })
      expect(service.health()).toMatchObject({ state: 'stopped', pending: 0 })
      expect(liveThreads()).toBe(0)
      expect(clock.waiting).toEqual([])
    }
  })

  test('that dies while a stop drains it is replaced, too', async () => {
    const service = await started()
    const { key, taskList, promise } = service.createResult()
    const stopping = service.stop({ drainMs: Infinity })
    await killThreads()
    await sender.deliver(taskList, [[key, 'in time']])
    expect(await promise).toBe('in time')
    expect(await stopping).toMatchObject({ settled: 1, abandoned: [] })
  })
})

function subscribeOnce(resolve: (message: unknown) => void): void {
  const hear = (message: unknown): void => {
    unsubscribe('swf-result-worker.fault', hear)
    resolve(message)
  }
  subscribe('swf-result-worker.fault', hear)
}
