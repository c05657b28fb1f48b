import { afterAll, beforeAll, expect, it } from 'vitest'
import { Child, swfEnvironment } from '../support/child.js'
import { LocalJobs } from './local-jobs.js'

let jobs: LocalJobs

beforeAll(async () => {
  jobs = await LocalJobs.start()
})

afterAll(() => jobs.stop())

function child(script: string): Child {
  return new Child(`job-worker/${script}`, { env: swfEnvironment(jobs.swf.clientOptions) })
}

it('keeps its process alive, runs jobs there, and on TERM drains before the process ends by the signal', async () => {
  const running = child('running.mjs')
  await running.says('started')
  expect((await jobs.closed(await jobs.startJob('Work.run', null, false)))?.eventType).toBe('WorkflowExecutionCompleted')
  running.kill('SIGTERM')
  expect(await running.ended).toMatchObject({ signal: 'SIGTERM', output: expect.stringContaining('closed') })
})

it('lets its process end after a stop, though an activity never does', async () => {
  const stopped = child('stopped.mjs')
  await stopped.says('started')
  await jobs.startJob('Work.run', null, false)
  expect(await stopped.ended).toMatchObject({ code: 0, output: 'started\nstopped\n' })
})
