import { expect, onTestFinished, test } from 'vitest'
import { jobs, ResultService } from '../../lib/index.js'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf } from '../../lib/local-swf/index.js'

async function served(activities: Readonly<Record<string, object>>) {
  const swf = await LocalSwf.start({ clock: 'manual', domains: ['FlowDefault'] })
  const worker = await JobWorker.start({ activities, swf: swf.clientOptions, signals: false })
  const service = new ResultService({ swf: swf.clientOptions, signals: false })
  onTestFinished(async () => {
    await service.stop({ drainMs: 0 })
    await worker.stop({ drainMs: 0 })
    await swf.stop()
  })
  await service.start()
  return { swf, service }
}

test('a job that fails twice and then succeeds is a job that succeeds, after the delays of its retry policy', async () => {
  let tries = 0
  const activities = {
    Flaky: {
      async work() {
        tries += 1
        if (tries < 3) throw new Error('not yet')
        return tries
      },
    },
  }
  const { swf, service } = await served(activities)
  const { start } = jobs<typeof activities>(service)
  const job = await start('Flaky.work', undefined, { workflow: { id: 'flaky' } })
  await swf.clock.advance(10_000)
  expect(await job.result).toBe(3)
  const timers = swf.history('flaky').flatMap(({ timerStartedEventAttributes: timer }) => (timer ? [timer] : []))
  expect(timers).toMatchObject([
    { timerId: 'Timer1', startToFireTimeout: '2' },
    { timerId: 'Timer2', startToFireTimeout: expect.stringMatching(/^[45]$/) },
  ])
})

test('a job whose worker dies is run again once its start-to-close timeout is over', async () => {
  let tries = 0
  const activities = {
    Dying: {
      async work() {
        tries += 1
        // What a killed worker does: nothing more.
        if (tries === 1) await new Promise(() => {})
        return tries
      },
    },
  }
  const { swf, service } = await served(activities)
  const { start } = jobs<typeof activities>(service)
  const job = await start('Dying.work', undefined, { activity: { timeouts: { startToCloseMs: 30_000 } } })
  await swf.clock.advance(40_000)
  expect(await job.result).toBe(2)
})
