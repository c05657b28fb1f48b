import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { jobs, ResultService, ResultWorker, ResultWorkerNotStartedError, ResultWorkerStoppedError } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { NOTHING_STOPPED } from '../../lib/service/reporting/stop-report.js'
import { CannedServer, fault, hang, ok } from '../support/canned-server.js'
import { gate } from '../support/gate.js'
import { liveThreads } from '../support/leaks.js'
import { ResultTaskSender } from '../support/result-tasks.js'

let swf: LocalSwf
let sender: ResultTaskSender

beforeEach(async () => {
  swf = await LocalSwf.start()
  sender = new ResultTaskSender(swf)
})

afterEach(async () => {
  await ResultWorker.stop({ drainMs: 0 })
  sender.destroy()
  await swf.stop()
  expect(liveThreads()).toBe(0)
})

const listeners = (): number => process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')

const start = (): Promise<string> => ResultWorker.start('FlowDefault', { swf: swf.clientOptions })

describe('stop', () => {
  // The first test: nothing has run in this process.
  test('a wrong option is a TypeError, also before any start', async () => {
    // @ts-expect-error a wrong option
    const stop = (): Promise<unknown> => ResultWorker.stop({ drain: 1 })
    await expect(stop()).rejects.toThrow('unknown option "drain"')
    await start()
    await expect(stop()).rejects.toThrow('unknown option "drain"')
  })

  test('rejects what is pending, says what was abandoned, and refuses what is new', async () => {
    await start()
    const { key, promise } = ResultWorker.createResult()
    expect(await ResultWorker.stop({ drainMs: 0 })).toEqual({
      settled: 0,
      abandoned: [{ key, workflowId: undefined, runId: undefined }],
      unanswered: [],
    })
    await expect(promise).rejects.toBeInstanceOf(ResultWorkerStoppedError)
    expect(() => ResultWorker.createResult()).toThrow(ResultWorkerNotStartedError)
    expect(ResultWorker.health()).toMatchObject({ ok: false, state: 'stopped', pending: 0 })
  })

  test('keeps polling while the drain lasts, and ends when nothing is pending', async () => {
    const taskList = await start()
    const { key, promise } = ResultWorker.createResult()
    const stopping = ResultWorker.stop({ drainMs: Infinity })
    expect(ResultWorker.health().state).toBe('stopping')
    expect(() => ResultWorker.createResult()).toThrow(ResultWorkerStoppedError)
    await sender.deliver(taskList, [[key, 'in time']])
    expect(await promise).toBe('in time')
    expect(await stopping).toEqual({ settled: 1, abandoned: [], unanswered: [] })
  })

  test('a task in hand is answered before the end', async () => {
    const taskList = await start()
    const { key, promise } = ResultWorker.createResult()
    const run = await sender.schedule([{ taskList, input: `---\n- :key: '${key}'\n  :result: 1\n` }])
    await promise
    await ResultWorker.stop()
    expect(await run.answers()).toEqual([{ result: '---\n' }])
  })

  test('a second stop is the first one’s promise; a stop of nothing is one too', async () => {
    expect(await ResultWorker.stop()).toEqual(NOTHING_STOPPED)
    await start()
    const { promise } = ResultWorker.createResult()
    const first = ResultWorker.stop({ drainMs: 0 })
    expect(ResultWorker.stop()).toBe(first)
    await first
    expect(ResultWorker.stop()).toBe(first)
    await expect(promise).rejects.toBeInstanceOf(ResultWorkerStoppedError)
  })

  test('a later stop with a shorter drain shortens the one under way, which gives both the same report', async () => {
    await start()
    const { key, promise } = ResultWorker.createResult()
    const first = ResultWorker.stop({ drainMs: Infinity })
    expect(ResultWorker.stop()).toBe(first)
    expect(ResultWorker.health()).toMatchObject({ state: 'stopping', pending: 1 })
    expect(ResultWorker.stop({ drainMs: 0 })).toBe(first)
    expect(await first).toMatchObject({ settled: 0, abandoned: [{ key }] })
    await expect(promise).rejects.toBeInstanceOf(ResultWorkerStoppedError)
  })

  test('a later stop with a longer drain does not lengthen it', async () => {
    await start()
    const { promise } = ResultWorker.createResult()
    void ResultWorker.stop({ drainMs: 50 })
    expect(await ResultWorker.stop({ drainMs: Infinity })).toMatchObject({ settled: 0, abandoned: [{}] })
    await expect(promise).rejects.toBeInstanceOf(ResultWorkerStoppedError)
  })

  test('what still drains can be seen and shortened, though another start waits for its end', async () => {
    await start()
    const { key, promise } = ResultWorker.createResult()
    const stopping = ResultWorker.stop({ drainMs: Infinity })
    const starting = ResultWorker.start('Another', { swf: swf.clientOptions })
    expect(ResultWorker.getResultFuture(key)).toBe(promise)
    expect(ResultWorker.health()).toMatchObject({ state: 'stopping', domain: 'FlowDefault', pending: 1 })
    const again = ResultWorker.stop({ drainMs: 0 })
    await expect(starting).rejects.toBeInstanceOf(ResultWorkerStoppedError)
    expect(await stopping).toMatchObject({ abandoned: [{ key }] })
    expect(await again).toEqual(NOTHING_STOPPED)
    expect(ResultWorker.getResultFuture(key)).toBeUndefined()
    expect(ResultWorker.health()).toMatchObject({ state: 'stopped', domain: 'Another', pending: 0 })
  })

  test('during a start it rejects that start', async () => {
    const server = await CannedServer.start()
    server.answer('DescribeActivityType', hang)
    const starting = ResultWorker.start('FlowDefault', { swf: server.clientOptions })
    await server.arrivals('DescribeActivityType')
    const stopping = ResultWorker.stop()
    await expect(starting).rejects.toBeInstanceOf(ResultWorkerStoppedError)
    expect(await stopping).toEqual(NOTHING_STOPPED)
    expect(ResultWorker.health().state).toBe('stopped')
    await server.close()
  })

  test('a start during a stop waits and begins afresh, with options of its own', async () => {
    const first = await start()
    const { promise } = ResultWorker.createResult()
    const stopping = ResultWorker.stop({ drainMs: 0 })
    const starting = ResultWorker.start('Another', { swf: swf.clientOptions, taskListPrefix: 'again' })
    await expect(promise).rejects.toBeInstanceOf(ResultWorkerStoppedError)
    await stopping
    const second = await starting
    expect(second).toMatch(/^again-/)
    expect(second).not.toBe(first)
    expect(ResultWorker.health()).toMatchObject({ state: 'running', domain: 'Another', taskList: second })
  })

  test('a job of the start that waits for the end of a stop is not of that stop: it neither ends nor prolongs it', async () => {
    const service = new ResultService({ swf: swf.clientOptions, signals: false })
    await service.start()
    const { key, promise } = service.createResult({ timeoutMs: 100 })
    const stopping = service.stop({ drainMs: Infinity })
    const starting = service.start()
    const started = jobs(service).start('Any.job', 1)
    await expect(promise).rejects.toMatchObject({ key, code: 'ERR_RESULT_TIMEOUT' })
    expect(await stopping).toEqual({ settled: 1, abandoned: [], unanswered: [] })
    await starting
    const { key: next, workflowId, runId, result } = await started
    expect(await service.stop({ drainMs: 0 })).toMatchObject({ abandoned: [{ key: next, workflowId, runId }] })
    await expect(result).rejects.toBeInstanceOf(ResultWorkerStoppedError)
  })

  test('who hears of the stop may start again at once: that start waits, and gets a task list that lives', async () => {
    const service = new ResultService({ swf: swf.clientOptions, signals: false })
    const first = await service.start()
    let starting: Promise<string> | undefined
    const hear = (message: unknown): void => {
      if (typeof message === 'object' && message !== null && 'to' in message && message.to === 'stopping')
        starting = service.start()
    }
    subscribe('swf-result-worker.state', hear)
    await service.stop()
    unsubscribe('swf-result-worker.state', hear)
    const second = await starting
    expect(second).not.toBe(first)
    expect(service.health()).toMatchObject({ state: 'running', taskList: second })
    await service.stop()
  })

  test('start, stop and start again at once end as the last call says', async () => {
    const starts = [start(), start()]
    const stopping = ResultWorker.stop()
    const last = start()
    for (const one of starts) await expect(one).rejects.toBeInstanceOf(ResultWorkerStoppedError)
    await stopping
    const taskList = await last
    expect(ResultWorker.health()).toMatchObject({ taskList, state: 'running' })
  })

  test('start and stop many times leaves no thread, socket, timer or listener', async () => {
    const before = listeners()
    await start()
    expect(listeners()).toBe(before + 2)
    await ResultWorker.stop()
    const handles = resources()
    for (let time = 0; time < 5; time++) {
      await start()
      await ResultWorker.stop()
      expect(liveThreads()).toBe(0)
    }
    expect(listeners()).toBe(before)
    // The server's ends of the connections close a moment later than ours.
    const isMore = ([kind, count]: [string, number]): boolean => count > (handles.get(kind) ?? 0)
    while ([...resources()].some(isMore)) await setTimeout(10)
  })
})

describe('before the start', () => {
  test('a result cannot be created', () => {
    expect(() => ResultWorker.createResult()).toThrow(ResultWorkerNotStartedError)
    expect(ResultWorker.getResultFuture('result_key: any')).toBeUndefined()
  })
})

describe('what cannot heal', () => {
  test('a poll that is denied for good fails the service, and what is pending rejects with the cause', async () => {
    const server = await CannedServer.start()
    const denial = gate()
    server.answer('DescribeActivityType', ok({ typeInfo: { status: 'REGISTERED' } })).answer('PollForActivityTask', async () => {
      await denial.opened
      return fault('AccessDeniedException', 'not any more')
    })
    await ResultWorker.start('FlowDefault', { swf: server.clientOptions })
    const { promise } = ResultWorker.createResult()
    denial.open()
    await expect(promise).rejects.toMatchObject({
      code: 'ERR_RESULT_WORKER_FAILED',
      message: expect.stringContaining('not any more'),
    })
    expect(ResultWorker.health().state).toBe('failed')
    await server.close()
  })
})

/** How many of each kind keep the process alive. Those of other files of the suite may end meanwhile. */
function resources(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}
