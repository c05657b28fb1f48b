import { afterEach, describe, expect, it } from 'vitest'
import { encodeStart } from '../../lib/flow/inputs/encode-start.js'
import type { JobDescription } from '../../lib/protocol/job-description.js'
import { JobFailedError, ResultService } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalJobs } from './local-jobs.js'

const activities = { Pricing: { quote: async () => 5 } }
const cleanUps: Array<() => Promise<unknown>> = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

/** A job as a client other than `jobs()` starts it, which looks at nothing, with a result awaited here. */
async function startAs(change: (input: string) => string, options: Partial<JobDescription> = {}) {
  const local = await LocalJobs.start()
  const { swf } = local
  const service = new ResultService({ swf: swf.clientOptions, signals: false })
  cleanUps.push(
    () => local.stop(),
    () => service.stop({ drainMs: 0 }),
  )
  const worker = await JobWorker.start({ activities, swf: swf.clientOptions, signals: false })
  cleanUps.push(() => worker.stop({ drainMs: 0 }))
  await service.start()
  const { key, taskList: resultTaskList, promise } = service.createResult({ timeoutMs: 20_000 })
  const input = encodeStart({ className: 'Pricing', method: 'quote', args: 1, key, resultTaskList, ...options })
  await local.startExecution('job', change(input))
  return { swf, promise }
}

describe('a decision that SWF refuses', () => {
  it('for the job’s own options fails the job, and who waits is told why', async () => {
    const { swf, promise } = await startAs((input) => input, { startToCloseTimeout: '60.5' })
    const error: unknown = await promise.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(JobFailedError)
    expect(error).toMatchObject({
      code: 'ERR_RESULT_JOB_NOT_SCHEDULED',
      message: expect.stringMatching(/Pricing\.quote 1\.0.*60\.5.*startToCloseTimeout/),
    })
    const end = await swf.waitForExecution('job', 'FAILED')
    expect(end).toBeDefined()
    expect(swf.history('job').at(-1)?.workflowExecutionFailedEventAttributes?.reason).toMatch(/60\.5/)
  })

  it('for the result step’s options leaves a job that succeeded, and a marker', async () => {
    const { swf, promise } = await startAs((input) =>
      input.replace(/schedule_to_start_timeout: .*/, 'schedule_to_start_timeout: 60.5'),
    )
    promise.catch(() => {})
    await swf.waitForExecution('job', 'COMPLETED')
    const [marker, end] = swf.history('job').slice(-2)
    expect(marker?.markerRecordedEventAttributes).toMatchObject({
      markerName: 'ResultNotDelivered',
      details: expect.stringMatching(/60\.5/),
    })
    expect(end?.workflowExecutionCompletedEventAttributes?.result).toBe('--- 5\n')
  })
})
