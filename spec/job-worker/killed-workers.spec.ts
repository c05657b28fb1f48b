import { expect, it, onTestFinished } from 'vitest'
import { jobs, ResultService } from '../../lib/index.js'
import { Child, swfEnvironment } from '../support/child.js'
import { startHurriedSwf } from './hurried-swf.js'

it.each([
  { timeoutType: 'START_TO_CLOSE', timeouts: { startToCloseMs: 30_000 }, timeoutMs: 30_000 },
  // What new types have by default.
  { timeoutType: 'HEARTBEAT', timeouts: {}, timeoutMs: 60_000 },
])(
  'a job whose worker is killed while its activity runs is run again after the timeout $timeoutType',
  async ({ timeoutType, timeouts, timeoutMs }) => {
    const swf = await startHurriedSwf()
    const service = new ResultService({ swf: swf.clientOptions, signals: false })
    const children: Child[] = []
    onTestFinished(async () => {
      for (const child of children) child.kill('SIGKILL')
      await service.stop({ drainMs: 0 })
      await swf.stop()
    })
    const started = async (behaviour: 'hang' | 'return'): Promise<Child> => {
      const env = swfEnvironment(swf.clientOptions)
      const child = new Child('job-worker/working.mjs', { arguments: [behaviour], env })
      children.push(child)
      await child.says('started')
      return child
    }

    const killed = await started('hang')
    const job = await jobs(service).start('Work.run', null, { workflow: { id: 'job' }, activity: { timeouts } })
    await killed.says('runs Activity1')
    killed.kill('SIGKILL')
    expect((await killed.ended).signal).toBe('SIGKILL')
    const successor = await started('return')
    await swf.clock.advance(timeoutMs)
    expect(await job.result).toBe('Activity2')
    expect(successor.output).toContain('runs Activity2')

    await swf.waitForExecution('job', 'COMPLETED')
    const events = swf.history('job')
    const workers = events.flatMap(({ activityTaskStartedEventAttributes: attempt }) => (attempt ? [attempt.identity] : []))
    // Two attempts by two processes, and the result task.
    expect(new Set(workers).size).toBe(3)
    expect(events.filter(({ eventType }) => eventType === 'ActivityTaskTimedOut')).toMatchObject([
      { activityTaskTimedOutEventAttributes: { timeoutType } },
    ])
  },
)
