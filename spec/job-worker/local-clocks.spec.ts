import { expect, it, onTestFinished } from 'vitest'
import { JobWorker } from '../../lib/job-worker/index.js'
import { jobs, ResultService } from '../../lib/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'

const HOUR_MS = 3_600_000
const activities = { Echo: { say: async (text: string) => text } }

it.each(['manual', 'skipping'] as const)("the workers of this package run jobs on a '%s' clock", async (clock) => {
  const swf = await LocalSwf.start({ clock, domains: ['FlowDefault'] })
  const { clientOptions } = swf
  const worker = await JobWorker.start({ activities, swf: clientOptions, signals: false })
  const service = new ResultService({ swf: clientOptions, signals: false })
  onTestFinished(async () => {
    await service.stop({ drainMs: 0 })
    await worker.stop({ drainMs: 0 })
    await swf.stop()
  })
  const { run } = jobs<typeof activities>(service)
  expect(await run('Echo.say', 'before')).toBe('before')
  if (clock === 'manual') {
    // Idle polls are answered empty at the end of each, and the workers rest a while before the next.
    await swf.clock.advance(HOUR_MS)
    await swf.clock.advance(HOUR_MS)
  }
  expect(await run('Echo.say', 'after')).toBe('after')
  await expect.poll(() => swf.executions().map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED'])
})
