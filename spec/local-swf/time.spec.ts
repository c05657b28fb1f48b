import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished, describe, expect, it } from 'vitest'
import { LocalSwf, type ClockOption } from '../../lib/local-swf/index.js'
import { DailyFlow, timeless } from './support/daily-flow.js'

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

describe('ten days of timers and retries', () => {
  it('have the same history on a manual clock as on the real one', async () => {
    const swf = await started('manual')
    const flow = await DailyFlow.serve(swf, { day: 86_400, retry: 600 })
    await flow.start()
    await swf.clock.advance(11 * DAY_MS)
    const events = await flow.history()
    expect(timeless(events)).toEqual(await realHistory())
    const [first, last] = [events.at(0), events.at(-1)]
    expect(last?.eventType).toBe('WorkflowExecutionCompleted')
    expect(Number(last?.eventTimestamp) - Number(first?.eventTimestamp)).toBe(10 * DAY_MS + 20 * 600_000)
  })

  it('have the same history on a clock that skips', async () => {
    const swf = await started('skipping')
    const flow = await DailyFlow.serve(swf, { day: 86_400, retry: 600 })
    const startedAtMs = swf.clock.now()
    await flow.start()
    const events = await untilClosed(flow)
    expect(timeless(events)).toEqual(await realHistory())
    expect(swf.clock.now() - startedAtMs).toBeGreaterThanOrEqual(10 * DAY_MS)
  })
})
