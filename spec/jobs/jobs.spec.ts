import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  jobs,
  JobFailedError,
  ResultService,
  ResultTimeoutError,
  ResultValidationError,
  ResultWorker,
  ResultWorkerConflictError,
  ResultWorkerStoppedError,
} from '../../lib/index.js'
import { JobWorker, type JobContext } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { CannedServer, hang } from '../support/canned-server.js'
import { gate } from '../support/gate.js'
import { schemaOf } from '../support/schema.js'

class OrderRejected extends Error {
  override readonly name = 'OrderRejected'
  readonly status = 409
}

let held = gate()

const activities = {
  Pricing: {
    async quote({ items }: { readonly items: number }) {
      return { total: items * 2 }
    },
    async reject({ reason }: { readonly reason: string }): Promise<never> {
      throw new OrderRejected(reason, { cause: new RangeError('at most 100') })
    },
    async who(_input: null, context: JobContext) {
      return { ...context }
    },
    async hold() {
      await held.opened
      return 'held'
    },
    async nothing() {},
  },
}

let swf: LocalSwf
let worker: JobWorker
const { run, start } = jobs<typeof activities>()

beforeAll(async () => {
  swf = await LocalSwf.start()
  worker = await JobWorker.start({ activities, swf: swf.clientOptions })
})

beforeEach(async () => {
  await ResultWorker.start('FlowDefault', { swf: swf.clientOptions })
})

afterEach(async () => {
  held.open()
  held = gate()
  await ResultWorker.stop({ drainMs: 0 })
})

afterAll(async () => {
  await worker.stop({ drainMs: 0 })
  await swf.stop()
})

describe('run', () => {
  test('resolves to what the activity returns', async () => {
    expect(await run('Pricing.quote', { items: 3 })).toEqual({ total: 6 })
    expect(await run('Pricing.nothing')).toBeNull()
    expect(ResultWorker.health()).toMatchObject({ pending: 0, settled: 2, late: 0 })
  })

  test('50 jobs at once each get their own answer', async () => {
    const counts = Array.from({ length: 50 }, (_, items) => items)
    const quotes = await Promise.all(counts.map((items) => run('Pricing.quote', { items })))
    expect(quotes).toEqual(counts.map((items) => ({ total: items * 2 })))
  })

  test('rejects with what the activity threw: class, message, stack, own fields and cause', async () => {
    const error = await run('Pricing.reject', { reason: 'no stock' }, { activity: { retry: { maximumAttempts: 0 } } }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(JobFailedError)
    expect(error).toMatchObject({
      code: 'ERR_RESULT_JOB_FAILED',
      type: 'OrderRejected',
      message: 'no stock',
      status: 409,
      fields: { status: 409 },
      stack: expect.stringMatching(/^OrderRejected: no stock\n\s+at .*jobs\.spec\.ts/),
      cause: { name: 'RangeError', message: 'at most 100' },
    })
  })

  test('a mistyped name fails as SWF fails it, and names the registered types nearest to it', async () => {
    const error = await jobs()
      .run('Pricing.qoute', { items: 1 })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'ERR_RESULT_JOB_NOT_SCHEDULED',
      message: expect.stringMatching(/ACTIVITY_TYPE_DOES_NOT_EXIST.*Pricing\.quote/s),
    })
  })

  test('a schema narrows what an untyped job resolves to', async () => {
    const total = schemaOf((value) =>
      JSON.stringify(value) === '{"total":2}' ? { value: 'two' } : { issues: [{ message: 'not two' }] },
    )
    expect(await jobs().run('Pricing.quote', { items: 1 }, { schema: total })).toBe('two')
    const job = await jobs().start('Pricing.quote', { items: 2 }, { schema: total })
    await expect(job.result).rejects.toBeInstanceOf(ResultValidationError)
    await expect(job.result).rejects.toMatchObject({ key: job.key, workflowId: job.workflowId, runId: job.runId })
  })

  test('a deadline or a signal ends the wait, not the job', async () => {
    await expect(run('Pricing.hold', undefined, { timeoutMs: 50 })).rejects.toBeInstanceOf(ResultTimeoutError)
    const abort = new AbortController()
    const running = run('Pricing.hold', undefined, { signal: abort.signal })
    abort.abort(new Error('enough'))
    await expect(running).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: { message: 'enough' } })
    await expect(run('Pricing.hold', undefined, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('jobs and the life of the service', () => {
  test('the first job starts the service', async () => {
    const service = new ResultService({ swf: swf.clientOptions })
    expect(await jobs<typeof activities>(service).run('Pricing.quote', { items: 1 })).toEqual({ total: 2 })
    await service.stop()
  })

  test('after a stop, and during one, jobs are refused until it is started again', async () => {
    const job = await start('Pricing.hold')
    const stopping = ResultWorker.stop({ drainMs: Infinity })
    await expect(run('Pricing.quote', { items: 1 })).rejects.toBeInstanceOf(ResultWorkerStoppedError)
    held.open()
    expect(await job.result).toBe('held')
    await stopping
    await expect(run('Pricing.quote', { items: 1 })).rejects.toBeInstanceOf(ResultWorkerStoppedError)
    await ResultWorker.start('FlowDefault', { swf: swf.clientOptions })
    expect(await run('Pricing.quote', { items: 1 })).toEqual({ total: 2 })
  })

  test('a signal or deadline ends the wait while the service is still starting', async () => {
    const silent = await CannedServer.start()
    silent.answer('DescribeActivityType', hang)
    const service = new ResultService({ swf: silent.clientOptions })
    const impatient = jobs(service)
    await expect(impatient.run('Any.job', 1, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    await expect(impatient.run('Any.job', 1, { timeoutMs: 20 })).rejects.toBeInstanceOf(ResultTimeoutError)
    await service.stop()
    await silent.close()
  })

  test('an input that is changed after the call is sent as it was', async () => {
    const order = { items: 3 }
    const quote = run('Pricing.quote', order)
    order.items = 100
    expect(await quote).toEqual({ total: 6 })
  })
})

describe('start', () => {
  test('resolves once SWF has taken the job; its result is a promise of its own', async () => {
    const job = await start('Pricing.hold', undefined, { workflow: { id: 'held-1', tags: ['mine'], priority: 3 } })
    expect(job).toMatchObject({ workflowId: 'held-1', runId: expect.any(String), key: expect.stringMatching(/^result_key: /) })
    expect(ResultWorker.getResultFuture(job.key)).toBe(job.result)
    held.open()
    expect(await job.result).toBe('held')
  })

  test('an activity knows which job it runs for', async () => {
    const { workflowId, runId, result } = await start('Pricing.who', null)
    expect(await result).toEqual({ workflowId, runId, activityId: 'Activity1' })
  })

  test('a workflowId that someone else runs is JobAlreadyRunningError, and its key is given up', async () => {
    const job = await start('Pricing.hold', undefined, { workflow: { id: 'one-at-a-time' } })
    const second = start('Pricing.hold', undefined, { workflow: { id: 'one-at-a-time' } })
    await expect(second).rejects.toMatchObject({ name: 'JobAlreadyRunningError', workflowId: 'one-at-a-time' })
    expect(ResultWorker.health().pending).toBe(1)
    held.open()
    expect(await job.result).toBe('held')
  })

  test('an input that SWF would not take is refused with its size', async () => {
    await expect(jobs().start('Pricing.quote', { items: 'x'.repeat(40_000) })).rejects.toMatchObject({
      name: 'JobStartError',
      message: expect.stringMatching(/4\d{4} characters.*32768/),
    })
    expect(ResultWorker.health().pending).toBe(0)
  })

  test('a stop tells which jobs were abandoned', async () => {
    const job = await start('Pricing.hold')
    expect(await ResultWorker.stop({ drainMs: 0 })).toEqual({
      settled: 0,
      unanswered: [],
      abandoned: [{ key: job.key, workflowId: job.workflowId, runId: job.runId }],
    })
    await expect(job.result).rejects.toBeInstanceOf(ResultWorkerStoppedError)
  })

  test('jobs of another domain than the running one’s are an error', async () => {
    await expect(jobs({ domain: 'Other' }).run('Pricing.quote', { items: 1 })).rejects.toBeInstanceOf(ResultWorkerConflictError)
  })
})
