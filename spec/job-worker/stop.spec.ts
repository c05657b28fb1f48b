import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WorkerFailedError } from '../../lib/errors/index.js'
import { JobWorker, type JobWorkerOptions } from '../../lib/job-worker/index.js'
import { fault } from '../support/canned-server.js'
import { gate, type Gate } from '../support/gate.js'
import { ManualClock } from '../support/manual-clock.js'
import { cannedSwf } from './canned-swf.js'
import { LocalJobs } from './local-jobs.js'

let jobs: LocalJobs
let clock: ManualClock
let begun: Gate
let held: Gate

const activities = {
  Work: {
    async hold() {
      begun.open()
      await held.opened
      return 'done'
    },
    async quick() {
      return 'done'
    },
  },
}

beforeEach(async () => {
  jobs = await LocalJobs.start()
  clock = new ManualClock()
  begun = gate()
  held = gate()
})

afterEach(async () => {
  held.open()
  await jobs.stop()
})

function started(options: Partial<JobWorkerOptions> = {}): Promise<JobWorker> {
  return JobWorker.start({ activities, swf: jobs.swf.clientOptions, signals: false, ...options }, clock)
}

function terminationListeners(): number {
  return process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')
}

async function eventTypes(execution: Parameters<LocalJobs['history']>[0]): Promise<Array<string | undefined>> {
  return (await jobs.history(execution)).map(({ eventType }) => eventType)
}

/** A drain ends early once all polls have returned, which idle ones do not: its time has to pass. */
async function drained(stopping: Promise<void>, drainMs: number): Promise<void> {
  if (drainMs > 0) await clock.timers()
  clock.advance(drainMs)
  await stopping
}

describe('a stop', () => {
  it('lets running activities end, and answers them', async () => {
    const worker = await started()
    const execution = await jobs.startJob('Work.hold', null, false)
    await begun.opened
    const stopping = worker.stop()
    expect(worker.health()).toMatchObject({ state: 'stopping', running: 1 })
    held.open()
    while (worker.health().completed === 0) await jobs.history(execution)
    await drained(stopping, 8_000)
    expect(worker.health()).toMatchObject({ state: 'stopped', running: 0, completed: 1 })
    expect(await eventTypes(execution)).toContain('ActivityTaskCompleted')
  })

  it('does what an outstanding poll still brings', async () => {
    const worker = await started({ concurrency: { decisions: 0 } })
    const decider = await JobWorker.start({ activities: {}, swf: jobs.swf.clientOptions, signals: false }, clock)
    const stopping = worker.stop()
    const execution = await jobs.startJob('Work.quick', null, false)
    expect((await jobs.closed(execution))?.eventType).toBe('WorkflowExecutionCompleted')
    // Its one poll has returned: nothing is left to wait for, though no time has passed.
    await stopping
    await drained(decider.stop({ drainMs: 0 }), 0)
  })

  it('gives up after the drain what still runs, without an answer', async () => {
    const worker = await started()
    const execution = await jobs.startJob('Work.hold', null, false)
    await begun.opened
    await drained(worker.stop({ drainMs: 100 }), 100)
    expect(worker.health()).toMatchObject({ state: 'stopped', running: 0, completed: 0 })
    held.open()
    expect((await eventTypes(execution)).at(-1)).toBe('ActivityTaskStarted')
  })

  it('ends at once with a drain of 0', async () => {
    const worker = await started()
    await jobs.startJob('Work.hold', null, false)
    await begun.opened
    await drained(worker.stop({ drainMs: 0 }), 0)
    expect(worker.health().state).toBe('stopped')
  })

  it('leaves no timer and no open poll', async () => {
    const server = await cannedSwf()
    const worker = await started({ swf: server.clientOptions })
    const polls = [...(await server.arrivals('PollForDecisionTask')), ...(await server.arrivals('PollForActivityTask'))]
    await drained(worker.stop(), 8_000)
    await Promise.all(polls.map(({ gone }) => gone))
    expect(clock.waiting).toStrictEqual([])
    await server.close()
  })

  it('is one promise, however often it is asked for', async () => {
    const worker = await started()
    const stopping = worker.stop({ drainMs: 0 })
    expect(worker.stop()).toBe(stopping)
    expect(worker[Symbol.asyncDispose]()).toBe(stopping)
    await drained(stopping, 0)
    await worker.closed
    expect(worker.stop()).toBe(stopping)
    await expect(worker.stop({ drainMs: -1 })).rejects.toThrow(TypeError)
  })

  it('is shortened by a later one with a shorter drain, and lengthened by none', async () => {
    const worker = await started()
    await jobs.startJob('Work.hold', null, false)
    await begun.opened
    const stopping = worker.stop({ drainMs: Infinity })
    expect(worker.stop({ drainMs: 100 })).toBe(stopping)
    expect(worker.stop({ drainMs: 1_000 })).toBe(stopping)
    await drained(stopping, 100)
    expect(worker.health()).toMatchObject({ state: 'stopped', completed: 0 })
  })

  it('takes off the listeners for TERM and INT', async () => {
    const before = terminationListeners()
    const worker = await started({ signals: true })
    expect(terminationListeners()).toBe(before + 2)
    await drained(worker.stop({ drainMs: 0 }), 0)
    expect(terminationListeners()).toBe(before)
  })

  it('can follow a start twenty times', async () => {
    for (let round = 0; round < 20; round++) {
      const worker = await started()
      await drained(worker.stop({ drainMs: 0 }), 0)
    }
    expect(clock.waiting).toStrictEqual([])
  })
})

describe('a worker whose polls are refused for good', () => {
  it('fails, says why, and need not be observed', async () => {
    const server = await cannedSwf()
    for (const operation of ['PollForDecisionTask', 'PollForActivityTask'])
      server.answer(operation, fault('AccessDeniedException'))
    const worker = await started({ swf: server.clientOptions })
    const failure: unknown = await worker.closed.catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(WorkerFailedError)
    expect(String(failure)).toMatch(/JobWorker on domain "FlowDefault" can go on no longer: .+ denies the operation/)
    expect(worker.health()).toMatchObject({ ok: false, state: 'failed', lastError: expect.stringContaining('AccessDenied') })
    await worker.stop()
    await server.close()
  })
})
