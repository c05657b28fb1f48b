import { afterEach, beforeEach, expect, test } from 'vitest'
import { jobs, type ResultService } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { nextState } from '../support/heard.js'
import { killThreads, liveThreads } from '../support/leaks.js'
import { noOrders } from '../support/obedient-thread.js'
import { startedService } from './started-service.js'

/** Far more than the thread has at a time. */
const MANY = 2_500
/** As many as the thread has at a time: of these it cannot be sure. */
const WINDOW = 1_000

let runs: number[]
const activities = {
  Echo: {
    async back(index: number) {
      runs.push(index)
      return index
    },
  },
}
let swf: LocalSwf
let worker: JobWorker | undefined
let service: ResultService
let started: number
let onStart = (): void => {}

beforeEach(async () => {
  runs = []
  started = 0
  swf = await LocalSwf.start({
    onRequest({ operation }) {
      if (operation !== 'StartWorkflowExecution') return
      started += 1
      onStart()
    },
  })
  service = await startedService(swf.clientOptions)
})

afterEach(async () => {
  noOrders()
  await service.stop({ drainMs: 0 })
  await worker?.stop({ drainMs: 0 })
  worker = undefined
  await swf.stop()
  expect(liveThreads()).toBe(0)
})

async function startWorker(): Promise<void> {
  worker = await JobWorker.start({ activities, swf: swf.clientOptions })
}

/** Resolves once SWF was asked for so many. */
function starts(count: number): Promise<void> {
  return new Promise((resolve) => {
    onStart = () => {
      if (started === count) resolve()
    }
  })
}

function burst(count: number, signal?: AbortSignal): ReadonlyArray<Promise<unknown>> {
  const { run } = jobs<typeof activities>(service)
  return Array.from({ length: count }, (_, index) => run('Echo.back', index, { ...(signal && { signal }) }))
}

/** How each ended that did not resolve. */
async function reasons(all: ReadonlyArray<Promise<unknown>>): Promise<readonly unknown[]> {
  const settled = await Promise.allSettled(all)
  return settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
}

function unsentAmong(errors: readonly unknown[]): readonly unknown[] {
  return errors.filter((error) => error instanceof Error && error.message.includes('it was not started'))
}

test('an abort ends all at once, and nothing is sent afterwards', async () => {
  const abort = new AbortController()
  const some = starts(20)
  const all = burst(MANY, abort.signal)
  await some
  abort.abort()
  const errors = await reasons(all)
  const startedThen = started
  expect(unsentAmong(errors).length).toBeGreaterThan(MANY / 3)
  for (const error of errors) expect(error).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR' })
  await jobs<typeof activities>(service).start('Echo.back', -1)
  // Those that were on their way when it came, and the one that shows it.
  expect(started).toBeLessThanOrEqual(startedThen + 33)
  expect(unsentAmong(errors).length + started - 1).toBeLessThanOrEqual(MANY)
})

test('a stop at once tells each whether it was sent', async () => {
  const some = starts(20)
  const all = burst(MANY)
  await some
  const [errors, { abandoned, settled }] = await Promise.all([reasons(all), service.stop({ drainMs: 0 })])
  expect(abandoned.length + settled).toBeLessThanOrEqual(MANY)
  for (const error of errors) expect(error).toMatchObject({ code: 'ERR_RESULT_STOPPED' })
  const unsent = unsentAmong(errors).length
  expect(unsent).toBeGreaterThan(0)
  // Those that the thread still had may have been sent or not, and are not said to be either.
  expect(unsent + started).toBeLessThanOrEqual(MANY)
  expect(unsent + started).toBeGreaterThanOrEqual(MANY - WINDOW)
})

test('a deadline that comes before its turn says that the job was not started', async () => {
  swf.inject([{ kind: 'hang', operation: 'StartWorkflowExecution' }])
  const { run } = jobs<typeof activities>(service)
  const abort = new AbortController()
  const before = burst(WINDOW, abort.signal)
  await expect(run('Echo.back', 0, { timeoutMs: 1 })).rejects.toMatchObject({
    code: 'ERR_RESULT_TIMEOUT',
    message: expect.stringContaining('it was not started'),
  })
  abort.abort()
  expect(await reasons(before)).toHaveLength(WINDOW)
})

test('where the thread is killed in the middle of it, nothing is lost, and no job runs twice', async () => {
  const count = 100
  const some = starts(20)
  const all = burst(count)
  await some
  const alive = nextState('running')
  await killThreads()
  await alive
  // Only now: SWF could have given a result to a poll of the dead thread, and would send it again after a minute.
  await startWorker()
  expect(await Promise.all(all)).toEqual(Array.from({ length: count }, (_, index) => index))
  expect(runs.toSorted((one, other) => one - other)).toEqual(Array.from({ length: count }, (_, index) => index))
  expect(service.health()).toMatchObject({ restarts: 1, pending: 0 })
})

test('while SWF takes no more of them, the starts wait, and none fails', async () => {
  swf.inject([{ kind: 'throttling', operation: 'StartWorkflowExecution', after: 20, times: 14 }])
  const { start } = jobs<typeof activities>(service)
  const count = 200
  const all = Array.from({ length: count }, (_, index) => start('Echo.back', index, { result: false }))
  const ids = new Set((await Promise.all(all)).map(({ runId }) => runId))
  expect(ids.size).toBe(count)
  expect(started).toBe(count + 14)
})
