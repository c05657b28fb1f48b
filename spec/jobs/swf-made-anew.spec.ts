import { expect, test } from 'vitest'
import { jobs, ResultService } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'

test('workers outlive their SWF: started anew on the same port, it runs jobs again', async () => {
  const activities = { Echo: { say: async (text: string) => text } }
  const first = await LocalSwf.start()
  const { port, clientOptions } = first
  const worker = await JobWorker.start({ activities, swf: clientOptions, signals: false })
  const service = new ResultService({ swf: clientOptions, signals: false })
  const { run } = jobs<typeof activities>(service)
  expect(await run('Echo.say', 'before')).toBe('before')

  await first.stop()
  const second = await LocalSwf.start({ port })
  // Whoever registers the domain first, the other one's polls find nothing amiss: a job may be the first to miss an activity type.
  const missed = await run('Echo.say', 'missed').catch((error: unknown) => error)
  if (missed !== 'missed') {
    expect(missed).toMatchObject({
      code: 'ERR_RESULT_JOB_NOT_SCHEDULED',
      message: expect.stringContaining('registers it again: run the job once more'),
    })
  }
  expect(await run('Echo.say', 'after')).toBe('after')

  await service.stop({ drainMs: 0 })
  await worker.stop({ drainMs: 0 })
  await second.stop()
})
