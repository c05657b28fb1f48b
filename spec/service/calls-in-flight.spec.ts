import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { jobs, type ResultService } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { CannedServer, hang, ok } from '../support/canned-server.js'
import { nextState } from '../support/heard.js'
import { liveThreads } from '../support/leaks.js'
import { ManualClock } from '../support/manual-clock.js'
import { noOrders, order, type Moment } from '../support/obedient-thread.js'
import { killThread, replaceThread, startedService } from './started-service.js'

afterEach(() => {
  noOrders()
  expect(liveThreads()).toBe(0)
})

/** SWF may give the result task to a poll of the thread that died: then it comes again after its timeout of a minute. */
const SLOW = { timeout: 200_000 }

describe('a start of a job whose thread dies runs once, and its result comes once', () => {
  let runs = 0
  const activities = { Count: { up: async () => (runs += 1) } }
  let swf: LocalSwf
  let worker: JobWorker
  let service: ResultService

  beforeEach(async () => {
    runs = 0
    swf = await LocalSwf.start()
    worker = await JobWorker.start({ activities, swf: swf.clientOptions })
  })

  afterEach(async () => {
    await service.stop({ drainMs: 0 })
    await worker.stop({ drainMs: 0 })
    await swf.stop()
  })

  async function runsOnce(): Promise<void> {
    const job = await jobs<typeof activities>(service).start('Count.up')
    expect(await job.result).toBe(1)
    expect(swf.executions()).toMatchObject([{ workflowId: job.workflowId, runId: job.runId }])
    expect(runs).toBe(1)
    expect(service.health()).toMatchObject({ pending: 0, settled: 1, late: 0, restarts: 1 })
  }

  test.each<[string, Moment]>([
    ['before the request', { receiving: 'call' }],
    ['after SWF took it, before the answer', { before: 'answer' }],
    ['right after the answer', { after: 'answer' }],
  ])('when it dies %s', SLOW, async (_, moment) => {
    order('exit', moment)
    service = await startedService(swf.clientOptions)
    noOrders()
    const alive = nextState('running')
    const running = runsOnce()
    await alive
    await running
  })

  test('when it is down already', SLOW, async () => {
    service = await startedService(swf.clientOptions)
    await killThread()
    await runsOnce()
  })
})

describe('what a successor is not asked', () => {
  let server: CannedServer
  let service: ResultService
  let clock: ManualClock

  beforeEach(async () => {
    clock = new ManualClock()
    server = await CannedServer.start()
    server
      .answer('DescribeActivityType', ok({ typeInfo: { status: 'REGISTERED' } }))
      .answer('PollForActivityTask', hang)
      .answer('StartWorkflowExecution', hang)
      .answer('RespondActivityTaskCompleted', ok())
  })

  afterEach(async () => {
    await service.stop({ drainMs: 0 })
    await server.close()
  })

  const asked = (): readonly number[] =>
    ['StartWorkflowExecution', 'ListOpenWorkflowExecutions'].map((operation) => server.requestsOf(operation).length)

  test('a start whose result has come: it ran', async () => {
    order('exit', { after: 'result' })
    server.answer('PollForActivityTask', async (_request, index) => {
      if (index > 0) return hang
      const [start] = await server.arrivals('StartWorkflowExecution')
      const key = /result_key: [\w-]+/.exec(String(start?.body['input']))?.[0]
      return ok({
        taskToken: 'token',
        activityType: { name: 'FlowDefaultResultActivityRuby.run', version: '1.0' },
        workflowExecution: { workflowId: 'id', runId: 'run-that-was-lost' },
        input: `---\n- :key: '${key}'\n  :result: came\n`,
      })
    })
    service = await startedService(server.clientOptions, clock)
    noOrders()
    const dead = nextState('restarting')
    const starting = jobs(service).start('Any.job')
    await dead
    await replaceThread(clock)
    const job = await starting
    expect(job.runId).toBe('run-that-was-lost')
    expect(await job.result).toBe('came')
    expect(asked()).toEqual([1, 0])
    expect((await server.arrivals('RespondActivityTaskCompleted'))[0]?.body).toMatchObject({ taskToken: 'token' })
  })

  test('a start that the dead thread had yet to send: the next one sends it, and need not look for it first', async () => {
    server.answer('StartWorkflowExecution', ok({ runId: 'run' }))
    order('exit', { before: 'sending' })
    service = await startedService(server.clientOptions, clock)
    noOrders()
    const dead = nextState('restarting')
    const starting = jobs(service).start('Any.job')
    await dead
    await replaceThread(clock)
    expect(await starting).toMatchObject({ runId: 'run' })
    expect(server.requestsOf('StartWorkflowExecution')).toHaveLength(1)
    expect(server.requestsOf('ListOpenWorkflowExecutions')).toHaveLength(0)
  })

  test.each([
    ['before the thread died', 1],
    ['while it was down', 0],
  ])('a start that was given up %s', async (_, requests) => {
    service = await startedService(server.clientOptions, clock)
    const abort = new AbortController()
    const start = (): Promise<unknown> =>
      jobs(service)
        .start('Any.job', null, { signal: abort.signal })
        .catch((error: unknown) => error)
    const before = requests === 1 ? start() : undefined
    if (before !== undefined) await server.arrivals('StartWorkflowExecution')
    if (before !== undefined) abort.abort()
    await killThread()
    const failed = before ?? start()
    abort.abort()
    expect(await failed).toMatchObject({ name: 'AbortError' })
    await replaceThread(clock)
    // Whatever the successor was asked, it was asked before this.
    server.answer('StartWorkflowExecution', ok({ runId: 'another' }))
    expect(await jobs(service).start('Another.job')).toMatchObject({ runId: 'another' })
    expect(asked()).toEqual([requests + 1, 0])
    expect(service.health()).toMatchObject({ state: 'running', pending: 1 })
  })
})
