import { SWF } from '@aws-sdk/client-swf'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { JobAlreadyRunningError, jobs, ResultService, ResultWorkerStoppedError } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { CannedServer, fault, hang, ok, reset } from '../support/canned-server.js'
import { gate } from '../support/gate.js'
import { CuttingProxy, type Cut } from '../support/cutting-proxy.js'

const activities = { Count: { up: async () => (runs += 1) } }
let runs = 0
let swf: LocalSwf
let proxy: CuttingProxy
let worker: JobWorker
let service: ResultService

beforeEach(async () => {
  runs = 0
  swf = await LocalSwf.start()
  proxy = await CuttingProxy.start(swf.endpoint)
  worker = await JobWorker.start({ activities, swf: swf.clientOptions })
  service = new ResultService({ swf: { ...swf.clientOptions, endpoint: proxy.endpoint } })
  await service.start()
})

afterEach(async () => {
  await service.stop({ drainMs: 0 })
  await worker.stop({ drainMs: 0 })
  await proxy.close()
  await swf.stop()
})

async function executions(workflowId: string): Promise<number> {
  const client = new SWF(swf.clientOptions)
  const filter = { domain: 'FlowDefault', executionFilter: { workflowId }, startTimeFilter: { oldestDate: new Date(0) } }
  const lists = await Promise.all([client.listOpenWorkflowExecutions(filter), client.listClosedWorkflowExecutions(filter)])
  client.destroy()
  // One that closes between the two answers is in both.
  return new Set(lists.flatMap(({ executionInfos = [] }) => executionInfos.map(({ execution }) => execution?.runId))).size
}

describe('a start whose answer was lost', () => {
  test.each<[string, readonly [Cut, ...Cut[]]]>([
    ['after it took effect', ['after-effect']],
    ['in the middle of the answer', ['mid-answer']],
    ['before it took effect', ['before-effect']],
    ['several times', ['before-effect', 'after-effect', 'before-effect']],
  ])('%s makes one execution and one result', async (_, cuts) => {
    proxy.cut('StartWorkflowExecution', ...cuts)
    const job = await jobs(service).start('Count.up')
    expect(await job.result).toBe(1)
    expect(await executions(job.workflowId)).toBe(1)
    expect(runs).toBe(1)
    expect(service.health()).toMatchObject({ pending: 0, settled: 1, late: 0 })
  })

  test('is not mistaken for another’s of the same id', async () => {
    await worker.stop({ drainMs: 0 })
    const theirs = await jobs(service).start('Count.up', undefined, { workflow: { id: 'shared' } })
    proxy.cut('StartWorkflowExecution', 'before-effect')
    // Whether it was carried out cannot be told from the loss; that what runs is not ours can, by its input.
    const ours = jobs(service).start('Count.up', undefined, { workflow: { id: 'shared' } })
    await expect(ours).rejects.toBeInstanceOf(JobAlreadyRunningError)
    expect(await executions('shared')).toBe(1)
    await service.stop({ drainMs: 0 })
    await expect(theirs.result).rejects.toBeInstanceOf(ResultWorkerStoppedError)
  })
})

describe('a start that SWF answers', () => {
  const registered = ok({ typeInfo: { status: 'REGISTERED' } })
  let server: CannedServer
  let canned: ResultService

  beforeEach(async () => {
    server = await CannedServer.start()
    server.answer('DescribeActivityType', registered).answer('PollForActivityTask', hang)
    canned = new ResultService({ swf: server.clientOptions })
    await canned.start()
  })

  afterEach(async () => {
    await canned.stop({ drainMs: 0 })
    await server.close()
  })

  test('with throttling is sent again, since it did not take effect', async () => {
    server.answer('StartWorkflowExecution', fault('ThrottlingException', 'Rate exceeded'), ok({ runId: 'run-1' }))
    expect(await jobs(canned).start('Any.job')).toMatchObject({ runId: 'run-1' })
  })

  test('with a denial fails that call and nothing else', async () => {
    server.answer(
      'StartWorkflowExecution',
      fault('AccessDeniedException', 'not authorized to perform swf:StartWorkflowExecution'),
    )
    await expect(jobs(canned).start('Any.job')).rejects.toMatchObject({
      name: 'JobStartError',
      message: expect.stringContaining('a policy denies'),
    })
    expect(server.requestsOf('StartWorkflowExecution')).toHaveLength(1)
    expect(canned.health()).toMatchObject({ ok: true, state: 'running', pending: 0 })
  })

  test('with an unknown type registers it, once, and is sent again', async () => {
    server.answer(
      'StartWorkflowExecution',
      fault('UnknownResourceFault', 'Unknown type: WorkflowType=[name=FlowDefaultWorkflowRuby.start, version=1.0]'),
      ok({ runId: 'run-2' }),
    )
    for (const operation of ['RegisterDomain', 'RegisterWorkflowType', 'RegisterActivityType']) server.answer(operation, ok())
    expect(await jobs(canned).start('Any.job')).toMatchObject({ runId: 'run-2' })
    expect(server.requestsOf('RegisterWorkflowType')).toHaveLength(1)
  })

  test('with a loss is not sent again if its result comes meanwhile, though the lists lag behind', async () => {
    const key = (): string =>
      String(/result_key: [\w-]+/.exec(String(server.requestsOf('StartWorkflowExecution')[0]?.body['input']))?.[0])
    const sleeping = gate()
    server
      .answer('StartWorkflowExecution', reset)
      .answer('ListOpenWorkflowExecutions', ok({ executionInfos: [] }))
      .answer('ListClosedWorkflowExecutions', () => {
        sleeping.open()
        return ok({ executionInfos: [] })
      })
      .answer('RespondActivityTaskCompleted', ok())
    await canned.stop({ drainMs: 0 })
    server.answer('PollForActivityTask', async (_request, index) => {
      if (index > 2) return hang
      await sleeping.opened
      return ok({
        taskToken: 'token',
        activityType: { name: 'FlowDefaultResultActivityRuby.run', version: '1.0' },
        workflowExecution: { workflowId: 'id', runId: 'run-that-was-lost' },
        input: `---\n- :key: '${key()}'\n  :result: came\n`,
      })
    })
    await canned.start()
    const job = await jobs(canned).start('Any.job')
    expect(job.runId).toBe('run-that-was-lost')
    expect(await job.result).toBe('came')
    expect(server.requestsOf('StartWorkflowExecution')).toHaveLength(1)
  })

  test('is not tried again once nobody waits, though the service goes on', async () => {
    const abort = new AbortController()
    const answer = gate()
    const searched = gate()
    server.answer('StartWorkflowExecution', async () => {
      await answer.opened
      return reset
    })
    server.answer('ListOpenWorkflowExecutions', ok({ executionInfos: [] })).answer('ListClosedWorkflowExecutions', () => {
      searched.open()
      return ok({ executionInfos: [] })
    })
    const starting = jobs(canned).start('Any.job', null, { signal: abort.signal })
    await server.arrivals('StartWorkflowExecution')
    abort.abort()
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' })
    // The next call is posted after the withdrawal, and answered after it was taken in.
    server.answer('StartWorkflowExecution', ok({ runId: 'another' }))
    expect(await jobs(canned).start('Another.job')).toMatchObject({ runId: 'another' })
    answer.open()
    await searched.opened
    server.answer('StartWorkflowExecution', ok({ runId: 'a-third' }))
    const before = server.requestsOf('StartWorkflowExecution').length
    for (let time = 0; time < 5; time++) await jobs(canned).start('A.third')
    expect(server.requestsOf('StartWorkflowExecution')).toHaveLength(before + 5)
    expect(canned.health().state).toBe('running')
  })
})
