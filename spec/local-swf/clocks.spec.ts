import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type ClockOption, LocalSwf, ManualClock, systemClock } from '../../lib/local-swf/index.js'
import { Deadlines } from '../../lib/local-swf/time/deadlines.js'
import { DAYS, DailyFlow, timeless } from './support/daily-flow.js'
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

  it('times out the activity of a worker that is never heard of again', async () => {
    const swf = await TimedSwf.start('manual')
    await swf.begin([swf.activity('a', { heartbeatTimeout: '20' })])
    await swf.pollActivity()
    await swf.clock.advance(60_000)
    const [timedOut] = swf.eventsOf(await swf.history(), 'ActivityTaskTimedOut')
    expect(timedOut?.activityTaskTimedOutEventAttributes?.timeoutType).toBe('HEARTBEAT')
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

describe('virtual days', () => {
  const DAY_MS = 86_400_000

  async function started(clock: ClockOption): Promise<LocalSwf> {
    const swf = await LocalSwf.start({ clock })
    onTestFinished(() => swf.stop())
    return swf
  }

  /** The history of a run under the real clock, where a day and a retry take no time. */
  async function realHistory(): Promise<unknown[]> {
    const flow = await DailyFlow.serve(await started('system'), { day: 0, retry: 0 })
    await flow.start()
    return timeless(await untilClosed(flow))
  }

  async function untilClosed(flow: DailyFlow): Promise<Awaited<ReturnType<DailyFlow['history']>>> {
    for (;;) {
      const events = await flow.history().catch(() => [])
      if (events.length > 0) return events
      await sleep(5)
    }
  }

  it('of timers and retries have the same history on a manual clock, and on one that skips, as on the real one', async () => {
    const real = await realHistory()

    const manual = await started('manual')
    const advanced = await DailyFlow.serve(manual, { day: 86_400, retry: 600 })
    await advanced.start()
    await manual.clock.advance((DAYS + 1) * DAY_MS)
    const events = await advanced.history()
    expect(timeless(events)).toEqual(real)
    const [first, last] = [events.at(0), events.at(-1)]
    expect(last?.eventType).toBe('WorkflowExecutionCompleted')
    expect(Number(last?.eventTimestamp) - Number(first?.eventTimestamp)).toBe(DAYS * DAY_MS + 2 * DAYS * 600_000)

    const skipping = await started('skipping')
    const skipped = await DailyFlow.serve(skipping, { day: 86_400, retry: 600 })
    const startedAtMs = skipping.clock.now()
    await skipped.start()
    expect(timeless(await untilClosed(skipped))).toEqual(real)
    expect(skipping.clock.now() - startedAtMs).toBeGreaterThanOrEqual(DAYS * DAY_MS)
  })
})

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

describe('ManualClock', () => {
  it('stands still until it is advanced, and then runs what is due, in order', () => {
    const clock = new ManualClock(1000)
    const rung: [string, number][] = []
    const ring = (name: string) => () => void rung.push([name, clock.now()])
    clock.setTimer(ring('late'), 300)
    clock.setTimer(ring('early'), 100)
    clock.setTimer(ring('never'), 200).cancel()
    clock.setTimer(() => clock.setTimer(ring('set meanwhile'), 50), 150)
    expect(clock.now()).toBe(1000)
    clock.advance(299)
    expect(rung).toEqual([
      ['early', 1100],
      ['set meanwhile', 1200],
    ])
    expect(clock.now()).toBe(1299)
    clock.advance(1)
    expect(rung.at(-1)).toEqual(['late', 1300])
  })

  it.each([-1, Number.NaN, Infinity])('is not advanced by %d', (ms) => {
    const clock = new ManualClock(1000)
    const text = `advance takes milliseconds, a finite number of zero or more, not ${ms}`
    expect(() => clock.advance(ms)).toThrow(new TypeError(text))
    expect(clock.now()).toBe(1000)
  })

  it('is not advanced by text', () => {
    const clock = new ManualClock(1000)
    // @ts-expect-error -- JavaScript callers have no compiler
    expect(() => clock.advance('5')).toThrow(TypeError)
    expect(clock.now()).toBe(1000)
  })

  it('does not go beyond the last date', () => {
    const clock = new ManualClock(1000)
    expect(() => clock.advance(1e308)).toThrow(
      new RangeError('a manual clock ends with the last moment that a Date can hold, 8640000000000000 ms'),
    )
    expect(clock.now()).toBe(1000)
  })

  it('does not go backwards when it is advanced by what falls due', () => {
    const clock = new ManualClock(0)
    const seen: number[] = []
    clock.setTimer(() => clock.advance(10_000), 1000)
    clock.setTimer(() => void seen.push(clock.now()), 1500)
    clock.setTimer(() => void seen.push(clock.now()), 12_500)
    clock.advance(2000)
    expect(clock.now()).toBe(11_000)
    expect(seen).toEqual([1500])
    clock.advance(1500)
    expect(seen).toEqual([1500, 12_500])
  })
})

describe('Deadlines', () => {
  it('calls back in the order in which deadlines fall due, those of one moment in the order in which they were set', () => {
    const clock = new ManualClock(0)
    const deadlines = new Deadlines(clock)
    const passed: [string, number][] = []
    for (const [name, atMs] of [
      ['c', 30],
      ['a', 10],
      ['d', 30],
      ['b', 20],
    ] as const) {
      deadlines.add(atMs, () => passed.push([name, clock.now()]))
    }
    clock.advance(100)
    expect(passed).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 30],
      ['d', 30],
    ])
  })

  it('never calls back what was cancelled, nor what is never due', () => {
    const clock = new ManualClock(0)
    const deadlines = new Deadlines(clock)
    const passed: number[] = []
    const all = Array.from({ length: 200 }, (_, index) =>
      deadlines.add((index * 37) % 200, () => passed.push((index * 37) % 200)),
    )
    deadlines.add(Infinity, () => passed.push(Infinity))
    for (const [index, deadline] of all.entries()) if (index % 3) deadline.cancel()
    all[0]?.cancel()
    clock.advance(1e12)
    const expected = all
      .map((_, index) => index)
      .filter((index) => index % 3 === 0 && index > 0)
      .map((index) => (index * 37) % 200)
    expect(passed).toEqual(expected.toSorted((one, other) => one - other))
  })

  it('takes deadlines that are set while others pass', () => {
    const clock = new ManualClock(0)
    const deadlines = new Deadlines(clock)
    const passed: number[] = []
    const again = (): void => {
      passed.push(clock.now())
      if (passed.length < 4) deadlines.add(clock.now() + 10, again)
    }
    deadlines.add(10, again)
    clock.advance(100)
    expect(passed).toEqual([10, 20, 30, 40])
  })

  it('waits a year, though no timer can', () => {
    const clock = new ManualClock(0)
    const deadlines = new Deadlines(clock)
    const yearMs = 365 * 86_400_000
    let passedAtMs = 0
    deadlines.add(yearMs, () => (passedAtMs = clock.now()))
    clock.advance(2 * yearMs)
    expect(passedAtMs).toBe(yearMs)
  })

  it('calls nothing back once stopped', () => {
    const clock = new ManualClock(0)
    const deadlines = new Deadlines(clock)
    let passed = 0
    const deadline = deadlines.add(10, () => (passed += 1))
    deadlines.stop()
    deadlines.add(20, () => (passed += 1))
    deadline.cancel()
    clock.advance(100)
    expect(passed).toBe(0)
  })
})
