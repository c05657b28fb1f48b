import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NOTHING_STOPPED } from '../../lib/service/reporting/stop-report.js'
import { killThreads, liveThreads, threadsMade } from '../support/leaks.js'
import { ManualClock } from '../support/manual-clock.js'
import { command } from '../support/obedient-thread.js'
import { nextState } from '../support/heard.js'
import { BACK_OFF_MS, killThread, missHeartbeats, replaceThread } from './started-service.js'
import { SupervisedServices } from './supervised-services.js'

let services: SupervisedServices
beforeEach(async () => {
  services = await SupervisedServices.prepare()
})
afterEach(() => services.stop())

describe('a thread that dies is replaced, with what is pending kept', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['is ended from outside', killThreads, /exit code 1/],
    ['exits', () => command('exit'), /exit code 3/],
    ['throws', () => command('throw'), /the thread threw as it was told/],
    ['throws a text', () => command('throw a text'), /the worker thread threw a text/],
    ['throws an object', () => command('throw an object'), /the worker thread threw \{"order":7\}/],
    ['throws what cannot be cloned', () => command('throw a function'), /the worker thread threw .*order.*7/],
  ])('when it %s', async (_, kill, cause) => {
    const service = await services.start()
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
    await services.sender.deliver(meanwhile.taskList, [
      [before.key, 'kept'],
      [meanwhile.key, 'taken meanwhile'],
    ])
    expect(await Promise.all([before.promise, meanwhile.promise])).toEqual(['kept', 'taken meanwhile'])
  })

  test('when its event loop turns no more', async () => {
    const clock = new ManualClock()
    const service = await services.start(clock)
    const { key, taskList, promise } = service.createResult()
    const dead = nextState('restarting')
    await command('block')
    await missHeartbeats(clock)
    expect((await dead).cause).toContain('did not answer for 20000 ms')
    await replaceThread(clock)
    await services.sender.deliver(taskList, [[key, 'kept']])
    expect(await promise).toBe('kept')
  })

  test('time after time, each time by one thread; the back-off begins anew after one that lived for a while', async () => {
    const clock = new ManualClock()
    const service = await services.start(clock)
    const made = threadsMade()
    const first = service.createResult()
    for (let kill = 1; kill <= 6; kill++) {
      await killThread()
      await replaceThread(clock)
      expect(service.health()).toMatchObject({ ok: true, restarts: kill })
    }
    clock.advance(10_000)
    await killThread()
    const alive = nextState('running')
    // The first back-off of all is at most this; after 6 deaths it is up to 6 s.
    clock.advance(100)
    await alive
    expect(threadsMade() - made).toBe(7)
    const last = service.createResult()
    await services.sender.deliver(last.taskList, [
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
    const service = await services.start()
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
      { from: 'stopping', to: 'stopped', cause: undefined, report: NOTHING_STOPPED },
    ])
  })
})

describe('a stop while the thread is down', () => {
  test('drains on with the successor', async () => {
    const service = await services.start()
    const { key, taskList, promise } = service.createResult()
    await killThread()
    const stopping = service.stop({ drainMs: Infinity })
    expect(service.health().state).toBe('stopping')
    await services.sender.deliver(taskList, [[key, 'in time']])
    expect(await promise).toBe('in time')
    expect(await stopping).toEqual({ settled: 1, abandoned: [], unanswered: [] })
    expect(service.health().state).toBe('stopped')
  })

  test('ends at once when nothing is pending, in the back-off or in the successor’s start', async () => {
    for (const delayMs of [0, BACK_OFF_MS]) {
      const clock = new ManualClock()
      const service = await services.start(clock)
      await killThread()
      clock.advance(delayMs)
      await service.stop({ drainMs: Infinity })
      expect(service.health()).toMatchObject({ state: 'stopped', pending: 0 })
      expect(liveThreads()).toBe(0)
      expect(clock.waiting).toEqual([])
    }
  })

  test('that dies while a stop drains it is replaced, too', async () => {
    const service = await services.start()
    const { key, taskList, promise } = service.createResult()
    const stopping = service.stop({ drainMs: Infinity })
    await killThreads()
    await services.sender.deliver(taskList, [[key, 'in time']])
    expect(await promise).toBe('in time')
    expect(await stopping).toMatchObject({ settled: 1, abandoned: [] })
  })
})
