import { describe, expect, it } from 'vitest'
import { LocalSwf, ManualClock, systemClock } from '../../lib/local-swf/index.js'
import { TimedSwf } from './support/timed-swf.js'

describe('advance', () => {
  it('makes what falls due happen in order, each at its own time', async () => {
    const swf = await TimedSwf.start('manual')
    const startedAtMs = swf.clock.now()
    await swf.begin([swf.timer('third', 30), swf.timer('first', 10), swf.timer('second', 20)])
    await swf.clock.advance(60_000)
    const fired = swf.eventsOf(await swf.history(), 'TimerFired')
    expect(
      fired.map(({ timerFiredEventAttributes, eventTimestamp }) => [
        timerFiredEventAttributes?.timerId,
        Number(eventTimestamp) - startedAtMs,
      ]),
    ).toEqual([
      ['first', 10_000],
      ['second', 20_000],
      ['third', 30_000],
    ])
    expect(swf.clock.now()).toBe(startedAtMs + 60_000)
  })

  it('goes no further than it is told', async () => {
    const swf = await TimedSwf.start('manual')
    await swf.begin([swf.timer('t', 10)])
    await swf.clock.advance(9999)
    expect(swf.eventsOf(await swf.history(), 'TimerFired')).toHaveLength(0)
    await swf.clock.advance(1)
    expect(swf.eventsOf(await swf.history(), 'TimerFired')).toHaveLength(1)
  })

  it('waits for a decider that is slow to answer, and counts what it decides from that moment', async () => {
    const swf = await TimedSwf.start('manual')
    await swf.begin([swf.timer('first', 10)])
    const decided = swf.decideNext([swf.timer('second', 10)])
    await swf.clock.advance(60_000)
    await decided
    const [first, second] = swf.eventsOf(await swf.history(), 'TimerFired')
    expect(Number(second?.eventTimestamp) - Number(first?.eventTimestamp)).toBe(10_000)
  })

  it('waits for a decider whose polls have always found a task at once', async () => {
    const swf = await TimedSwf.start('manual')
    const startedAtMs = swf.clock.now()
    await swf.begin([swf.timer('first', 10), swf.timer('second', 20)])
    const advanced = swf.clock.advance(60_000)
    await swf.history()
    await swf.decideNext([])
    await swf.history()
    await swf.decideNext([])
    await advanced
    const turns = swf.eventsOf(await swf.history(), 'DecisionTaskStarted')
    expect(turns.map(({ eventTimestamp }) => Number(eventTimestamp) - startedAtMs)).toEqual([0, 10_000, 20_000])
  })

  it.each([
    ['START_TO_CLOSE', { startToCloseTimeout: '30' }],
    ['HEARTBEAT', { heartbeatTimeout: '20' }],
    ['SCHEDULE_TO_CLOSE', { scheduleToCloseTimeout: '10' }],
  ])('times out the activity of a worker that is never heard of again: %s', async (timeoutType, timeouts) => {
    const swf = await TimedSwf.start('manual')
    await swf.begin([swf.activity('a', timeouts)])
    await swf.pollActivity()
    await swf.clock.advance(60_000)
    const [timedOut] = swf.eventsOf(await swf.history(), 'ActivityTaskTimedOut')
    expect(timedOut?.activityTaskTimedOutEventAttributes?.timeoutType).toBe(timeoutType)
  })

  it('times out the activity that a held poll was given on the way and that is not answered', async () => {
    const swf = await TimedSwf.start('manual')
    await swf.begin([swf.timer('t', 10)])
    const decided = swf.decideNext([swf.activity('a', { startToCloseTimeout: '30' })])
    const handed = swf.pollActivity()
    await swf.clock.advance(60_000)
    expect((await handed).activityId).toBe('a')
    await decided
    expect(swf.eventsOf(await swf.history(), 'ActivityTaskTimedOut')).toHaveLength(1)
  })

  it('times out a task that nobody comes for', async () => {
    const swf = await TimedSwf.start('manual')
    await swf.begin([swf.activity('a', { scheduleToStartTimeout: '30' })])
    await swf.clock.advance(30_000)
    expect(swf.eventsOf(await swf.history(), 'ActivityTaskTimedOut')).toHaveLength(1)
  })

  it('answers a poll whose minute is over', async () => {
    const swf = await TimedSwf.start('manual')
    const poll = swf.pollActivity()
    await swf.quiet()
    await swf.clock.advance(60_000)
    expect((await poll).taskToken).toBeUndefined()
  })

  it('gives a poll that is held on a long way what comes at its end', async () => {
    const swf = await TimedSwf.start('manual')
    await swf.begin([swf.timer('t', 86_400)])
    const decided = swf.decideNext([])
    await swf.clock.advance(86_400_000)
    expect(await decided).toBe(true)
  })

  it('by nothing runs what is due by now', async () => {
    const swf = await TimedSwf.start('manual')
    await swf.begin([swf.timer('t', 0)])
    await swf.clock.advance(0)
    expect(swf.eventsOf(await swf.history(), 'TimerFired')).toHaveLength(1)
  })

  it('is done one call after the other', async () => {
    const swf = await TimedSwf.start('manual')
    const startedAtMs = swf.clock.now()
    await Promise.all([swf.clock.advance(1000), swf.clock.advance(2000)])
    expect(swf.clock.now()).toBe(startedAtMs + 3000)
  })

  it.each([-1, Number.NaN, Infinity])('by %d is refused, and the next call works', async (ms) => {
    const swf = await TimedSwf.start('manual')
    const startedAtMs = swf.clock.now()
    await expect(swf.clock.advance(ms)).rejects.toThrow(TypeError)
    await swf.clock.advance(1)
    expect(swf.clock.now()).toBe(startedAtMs + 1)
  })

  it('ends when the server is stopped', async () => {
    const swf = await TimedSwf.start('manual')
    await swf.begin([swf.activity('a')])
    await swf.pollActivity()
    const advanced = swf.clock.advance(1000)
    await Promise.all([expect(advanced).rejects.toThrow('the LocalSwf was stopped'), swf.stop()])
    await expect(swf.clock.advance(1)).rejects.toThrow('the LocalSwf was stopped')
  })

  it.each(['system', 'skipping', systemClock, new ManualClock(0)] as const)('is refused on another clock (%o)', async (clock) => {
    const swf = await LocalSwf.start({ clock })
    await expect(swf.clock.advance(1)).rejects.toThrow("LocalSwf.start({ clock: 'manual' })")
    await swf.stop()
  })
})
