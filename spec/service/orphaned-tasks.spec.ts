import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { jobs, ResultWorkerStoppedError } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { ManualClock } from '../support/manual-clock.js'
import { nextDeed, noOrders, order } from '../support/obedient-thread.js'
import { nextState } from '../support/heard.js'
import { missHeartbeats, replaceThread, startedService } from './started-service.js'
import { SupervisedServices } from './supervised-services.js'

let services: SupervisedServices
beforeEach(async () => {
  services = await SupervisedServices.prepare()
})
afterEach(() => services.stop())

describe('a task in hand when the thread dies', () => {
  test('is failed by the successor with the reason, when it was not received', async () => {
    order('exit', { after: 'task' })
    const service = await services.start()
    noOrders()
    const { key, taskList, promise } = service.createResult()
    expect(await services.sender.deliver(taskList, [[key, 'lost']])).toEqual([
      {
        reason: expect.stringMatching(/^The receiver of this result died while it had the task: .*exit code 3/),
        details: expect.stringContaining('javascript_class: Error'),
      },
    ])
    await services.sender.deliver(taskList, [[key, 'sent again']])
    expect(await promise).toBe('sent again')
    expect(service.health()).toMatchObject({ settled: 1, late: 0, restarts: 1 })
  })

  test('is completed by the successor, when its result had arrived', async () => {
    order('exit', { after: 'result' })
    const service = await services.start()
    noOrders()
    const { key, taskList, promise } = service.createResult()
    expect(await services.sender.deliver(taskList, [[key, 'arrived']])).toEqual([{ result: '---\n' }])
    expect(await promise).toBe('arrived')
    expect(service.health()).toMatchObject({ settled: 1, late: 0, restarts: 1 })
  })

  test('that blocks the thread is not the end of the others', async () => {
    const clock = new ManualClock()
    order('block', { after: 'task' })
    const service = await services.start(clock)
    noOrders()
    const [blocked, other] = [service.createResult(), service.createResult()]
    const dead = nextState('restarting')
    const begun = nextDeed()
    const run = await services.sender.schedule([
      { taskList: blocked.taskList, input: `---\n- :key: '${blocked.key}'\n  :result: 1\n` },
    ])
    await begun
    await missHeartbeats(clock)
    await dead
    await replaceThread(clock)
    expect(await run.answers()).toEqual([{ reason: expect.stringContaining('did not answer'), details: expect.any(String) }])
    await services.sender.deliver(other.taskList, [[other.key, 'came']])
    expect(await other.promise).toBe('came')
    expect(service.getResultFuture(blocked.key)).toBe(blocked.promise)
  })

  test('is reported by a stop that comes before the successor', async () => {
    const clock = new ManualClock()
    order('exit', { after: 'task' })
    const service = await services.start(clock)
    const { key, taskList, promise } = service.createResult()
    const dead = nextState('restarting')
    const run = await services.sender.schedule([{ taskList, input: `---\n- :key: '${key}'\n  :result: 1\n` }])
    await dead
    expect(await service.stop({ drainMs: 0 })).toEqual({
      settled: 0,
      abandoned: [{ key, workflowId: undefined, runId: undefined }],
      unanswered: [{ workflowId: run.workflowId, runId: run.runId }],
    })
    await expect(promise).rejects.toBeInstanceOf(ResultWorkerStoppedError)
  })

  test('of a job comes again, since the decider tries it again, and its result once', async () => {
    const skipping = await LocalSwf.start({ clock: 'skipping' })
    const activities = { Count: { up: async () => (runs += 1) } }
    let runs = 0
    const worker = await JobWorker.start({ activities, swf: skipping.clientOptions })
    order('exit', { after: 'task' })
    const service = await startedService(skipping.clientOptions)
    noOrders()
    expect(await jobs<typeof activities>(service).run('Count.up')).toBe(1)
    await service.stop()
    expect(service.health()).toMatchObject({ settled: 1, late: 0, restarts: 1 })
    await worker.stop({ drainMs: 0 })
    await skipping.stop()
  })
})
