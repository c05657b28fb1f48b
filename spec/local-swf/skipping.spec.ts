import { describe, expect, it } from 'vitest'
import { TimedSwf } from './support/timed-swf.js'

describe('a clock that skips', () => {
  it('does not skip while a task waits', async () => {
    const swf = await TimedSwf.start('skipping')
    await swf.begin([swf.timer('t', 3600), swf.activity('a')])
    await swf.quiet()
    expect(swf.eventsOf(await swf.history(), 'TimerFired')).toHaveLength(0)
  })

  it('does not skip while somebody works', async () => {
    const swf = await TimedSwf.start('skipping')
    await swf.begin([swf.timer('t', 3600), swf.activity('a')])
    const { taskToken } = await swf.pollActivity()
    await swf.quiet()
    expect(swf.eventsOf(await swf.history(), 'TimerFired')).toHaveLength(0)
    await swf.client.respondActivityTaskCompleted({ taskToken })
    await swf.decideNext([])
    await swf.decideNext([])
    expect(swf.eventsOf(await swf.history(), 'TimerFired')).toHaveLength(1)
  })

  it('does not skip to the end of an execution that waits for a signal', async () => {
    const swf = await TimedSwf.start('skipping')
    await swf.begin([])
    await swf.quiet()
    expect(swf.eventsOf(await swf.history(), 'WorkflowExecutionTimedOut')).toHaveLength(0)
  })

  it('passes what is due on the way to a timer, in order', async () => {
    const swf = await TimedSwf.start('skipping')
    await swf.begin([swf.timer('t', 3599)], '3600')
    await swf.decideNext([swf.timer('beyond the end', 3600)])
    expect(await swf.untilClosed()).toBe('TIMED_OUT')
  })
})
