import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ResultWorkerStoppedError, WorkerFailedError } from '../../lib/index.js'
import { CannedServer, fault, hang, ok } from '../support/canned-server.js'
import { liveThreads } from '../support/leaks.js'
import { ManualClock } from '../support/manual-clock.js'
import { nextFault, nextState } from '../support/heard.js'
import { BACK_OFF_MS, killThread, replaceThread, startedService } from './started-service.js'

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
      const service = await startedService(server.clientOptions, clock)
      const { taskList, promise } = service.createResult()
      server
        .answer('DescribeActivityType', answer)
        .answer('DescribeDomain', ok({ domainInfo: { status: 'DEPRECATED' } }))
        .answer('PollForActivityTask', fault('AccessDeniedException', 'not any more'))
      const failed = nextState('failed')
      await killThread()
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
      await service.stop({ drainMs: 0 })
    },
  )

  test('by a server that is down is followed by another, and health says why', async () => {
    const clock = new ManualClock()
    const service = await startedService(server.clientOptions, clock)
    const { promise } = service.createResult()
    const { port } = server
    await server.close()
    await killThread()
    const refused = nextFault('nothing answers at the endpoint')
    clock.advance(BACK_OFF_MS)
    expect(await refused).toMatchObject({ name: 'StartError', retryInMs: expect.any(Number) })
    expect(service.health()).toMatchObject({
      ok: false,
      state: 'restarting',
      pending: 1,
      restarts: 0,
      lastError: expect.stringContaining('nothing answers at the endpoint'),
    })
    server = await CannedServer.start(port)
    server.answer('DescribeActivityType', registered).answer('PollForActivityTask', hang)
    await replaceThread(clock)
    expect(service.health()).toMatchObject({ ok: true, pending: 1, restarts: 1, lastError: undefined })
    await service.stop({ drainMs: 0 })
    await expect(promise).rejects.toBeInstanceOf(ResultWorkerStoppedError)
  })
})
