import { MessageChannel } from 'node:worker_threads'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Clock } from '../../lib/base/clock.js'
import { CredentialsAnswerer } from '../../lib/service/supervision/credentials-answerer.js'
import { Heartbeat } from '../../lib/service/supervision/heartbeat.js'
import { ResultListener } from '../../lib/service/supervision/result-listener.js'
import { createServiceParts } from '../../lib/service/supervision/service-parts.js'
import { ManualClock } from '../support/manual-clock.js'

/** Of two pings. */
const INTERVAL_MS = 5_000

async function beat(clock: ManualClock, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    clock.advance(INTERVAL_MS)
    await setImmediate()
    await setImmediate()
  }
}

interface Setup {
  readonly clock?: Clock
  readonly onPing?: (heartbeat: Heartbeat) => void
}

/** A heartbeat, how often it pinged and how often it said that the thread is silent. */
function started(
  manual: ManualClock,
  { clock = manual, onPing }: Setup = {},
): { heartbeat: Heartbeat; pings: number; silences: number } {
  const seen = {
    heartbeat: new Heartbeat(
      clock,
      () => {
        seen.pings += 1
        onPing?.(seen.heartbeat)
      },
      () => (seen.silences += 1),
    ),
    pings: 0,
    silences: 0,
  }
  seen.heartbeat.start()
  return seen
}

test('a thread that answers is asked again and again', async () => {
  const clock = new ManualClock()
  const seen = started(clock, { onPing: (heartbeat) => heartbeat.heard() })
  await beat(clock, 20)
  expect(seen).toMatchObject({ pings: 21, silences: 0 })
})

test('four pings in a row without an answer are silence, said once', async () => {
  const clock = new ManualClock()
  const seen = started(clock)
  await beat(clock, 3)
  expect(seen).toMatchObject({ pings: 4, silences: 0 })
  await beat(clock, 1)
  expect(seen).toMatchObject({ pings: 4, silences: 1 })
  await beat(clock, 5)
  expect(seen).toMatchObject({ pings: 4, silences: 1 })
  expect(clock.waiting).toEqual([])
})

test('an answer in between begins the count anew', async () => {
  const clock = new ManualClock()
  const seen = started(clock)
  for (let time = 0; time < 5; time++) {
    await beat(clock, 3)
    seen.heartbeat.heard()
  }
  expect(seen.silences).toBe(0)
})

test('an answer that waits unread behind the timer counts, however often the main loop is busy until then', async () => {
  const clock = new ManualClock()
  const { port1, port2 } = new MessageChannel()
  const answered = new Promise<void>((resolve) => {
    let answers = 0
    port1.on('message', () => {
      seen.heartbeat.heard()
      if (++answers === 10) resolve()
    })
  })
  const seen = started(clock, {
    onPing() {
      port2.postMessage('pong')
      // The timer fires before the loop turns, and so before the answer is read.
      queueMicrotask(() => clock.advance(INTERVAL_MS))
    },
  })
  await answered
  seen.heartbeat.stop()
  expect(seen.silences).toBe(0)
  port1.close()
})

test('a timer that fires too late says nothing of the thread: the process was paused, or its main loop busy', async () => {
  const clock = new ManualClock()
  let pausedMs = 0
  const paused: Clock = {
    now: () => clock.now() + pausedMs,
    setTimer: (callback, delayMs) => clock.setTimer(callback, delayMs),
  }
  const seen = started(clock, { clock: paused })
  for (let time = 0; time < 10; time++) {
    pausedMs += 60_000
    await beat(clock, 1)
  }
  expect(seen).toMatchObject({ pings: 11, silences: 0 })
  await beat(clock, 4)
  expect(seen.silences).toBe(1)
})

test('once stopped it asks no more, not even when its timer has fired already', async () => {
  const clock = new ManualClock()
  const seen = started(clock)
  clock.advance(INTERVAL_MS)
  seen.heartbeat.stop()
  await beat(clock, 5)
  expect(seen).toMatchObject({ pings: 1, silences: 0 })
})

test('whatever a thread says proves that it lives, the answer to a ping or anything else', async () => {
  const clock = new ManualClock()
  const seen = started(clock)
  const parts = createServiceParts(clock, clock, () => undefined)
  const credentials = new CredentialsAnswerer(undefined, () => undefined)
  const listener = new ResultListener({ ...parts, credentials, heartbeat: seen.heartbeat })
  for (let time = 0; time < 5; time++) {
    await beat(clock, 3)
    listener.receive({ type: 'responded', taskToken: 'token', answered: true })
  }
  expect(seen.silences).toBe(0)
  seen.heartbeat.stop()
})
