import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { jobs, ResultService, ResultWorkerStoppedError } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { CannedServer, hang, ok } from '../support/canned-server.js'

const activities = {
  Reports: {
    async write({ name }: { readonly name: string }) {
      return `wrote ${name}`
    },
  },
}

let swf: LocalSwf
let worker: JobWorker
const services: ResultService[] = []

beforeAll(async () => {
  swf = await LocalSwf.start()
  worker = await JobWorker.start({ activities, swf: swf.clientOptions, signals: false })
})

afterEach(async () => {
  for (const service of services.splice(0)) await service.stop({ drainMs: 0 })
})

afterAll(async () => {
  await worker.stop({ drainMs: 0 })
  await swf.stop()
})

function jobsOn({ clientOptions }: { readonly clientOptions: LocalSwf['clientOptions'] }) {
  const service = new ResultService({ swf: clientOptions, signals: false })
  services.push(service)
  return { service, ...jobs<typeof activities>(service) }
}

describe('a job whose result nobody awaits', () => {
  test('runs to its end without a result step, and nothing is pending', async () => {
    const { service, start } = jobsOn(swf)
    const job = await start('Reports.write', { name: 'a' }, { result: false, workflow: { id: 'a' } })
    expect(job).toStrictEqual({ workflowId: 'a', runId: expect.any(String) })
    expect(service.health()).toMatchObject({ pending: 0, settled: 0 })
    await swf.waitForExecution('a', 'COMPLETED')
    const types = swf.history('a').flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [])
    expect(types).toStrictEqual(['Reports.write'])
    expect(swf.history('a').at(-1)?.workflowExecutionCompletedEventAttributes?.result).toBe('--- wrote a\n')
  })

  test('is refused by path if its input cannot be sent, or if it is asked for what only a wait has', async () => {
    const { start, run } = jobsOn(swf)
    // @ts-expect-error -- a name must be a text
    await expect(start('Reports.write', { name: () => '' }, { result: false })).rejects.toThrow(/\.name is a function/)
    // @ts-expect-error -- there is no wait
    await expect(start('Reports.write', { name: '' }, { result: false, timeoutMs: 5 })).rejects.toThrow(
      /whose result nobody awaits: unknown option "timeoutMs"/,
    )
    // @ts-expect-error -- true is the default, and is not said
    await expect(start('Reports.write', { name: '' }, { result: true })).rejects.toThrow(/option "result" must be false/)
    // @ts-expect-error -- run awaits
    await expect(run('Reports.write', { name: '' }, { result: false })).rejects.toThrow(/unknown option "result"/)
  })

  test('can be given up while SWF is silent, by its signal and by a stop', async () => {
    const silent = await CannedServer.start()
    silent.answer('DescribeActivityType', ok({ typeInfo: { status: 'REGISTERED' } }))
    silent.answer('PollForActivityTask', hang).answer('StartWorkflowExecution', hang)
    silent.answer('ListOpenWorkflowExecutions', hang)
    const { service, start } = jobsOn(silent)
    const abort = new AbortController()
    const aborted = start('Reports.write', { name: '' }, { result: false, signal: abort.signal })
    const stopped = start('Reports.write', { name: '' }, { result: false })
    await silent.arrivals('StartWorkflowExecution', 2)
    abort.abort(new Error('enough'))
    await service.stop({ drainMs: 0 })
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: abort.signal.reason })
    await expect(stopped).rejects.toBeInstanceOf(ResultWorkerStoppedError)
    await expect(start('Reports.write', { name: '' }, { result: false, signal: abort.signal })).rejects.toThrow(/aborted/)
    await silent.close()
  })
})
