import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { JobFailedError, ResultTimeoutError, ResultValidationError } from '../../lib/errors/index.js'
import type { Outcome } from '../../lib/protocol/outcome.js'
import { PendingResults } from '../../lib/service/waiting/pending-results.js'
import { ManualClock } from '../support/manual-clock.js'
import { schemaOf } from '../support/schema.js'

const YEAR_MS = 365 * 24 * 3_600_000

function setUp(): { clock: ManualClock; pending: PendingResults; holds: () => number } {
  const clock = new ManualClock()
  let holds = 0
  const pending = new PendingResults(clock, { reserved: () => (holds += 1), settled: () => (holds -= 1) })
  return { clock, pending, holds: () => holds }
}

const completed = (value: unknown): Outcome => ({ status: 'completed', value })

describe('PendingResults', () => {
  test('1,000 results in random order settle the right promises, and the Map is empty after', async () => {
    const { pending, holds, clock } = setUp()
    const entries = Array.from({ length: 1_000 }, (_, number) => ({
      number,
      entry: pending.reserve({ timeoutMs: 1_000 + number }),
    }))
    const shuffled = entries.toSorted((one, other) => one.entry.key.localeCompare(other.entry.key))
    for (const { number, entry } of shuffled) expect(pending.settle(entry.key, completed(number))).toBe(true)
    expect(pending.size).toBe(0)
    expect(await Promise.all(entries.map(({ entry }) => entry.promise))).toEqual(entries.map(({ number }) => number))
    expect(holds()).toBe(0)
    expect(clock.waiting).toEqual([])
  })

  test('an entry has left the Map before its promise settles', async () => {
    const { pending } = setUp()
    const { key, promise } = pending.reserve({ timeoutMs: Infinity })
    const sizeThen = promise.then(() => pending.get(key))
    pending.settle(key, completed(1))
    expect(pending.get(key)).toBeUndefined()
    expect(await sizeThen).toBeUndefined()
  })

  test('a key settled twice keeps its first outcome, and the second is nobody’s', async () => {
    const { pending } = setUp()
    const { key, promise } = pending.reserve({ timeoutMs: Infinity })
    expect(pending.settle(key, completed('first'))).toBe(true)
    expect(pending.settle(key, completed('second'))).toBe(false)
    expect(await promise).toBe('first')
  })

  test('an unknown key is nobody’s', () => {
    expect(setUp().pending.settle('result_key: never', completed(1))).toBe(false)
  })

  test('a failed job rejects with JobFailedError', async () => {
    const { pending } = setUp()
    const { key, promise } = pending.reserve({ timeoutMs: Infinity })
    pending.settle(key, {
      status: 'failed',
      code: 'ERR_RESULT_JOB_FAILED',
      failure: { type: 'OrderRejected', message: 'no', fields: { status: 409 } },
    })
    await expect(promise).rejects.toBeInstanceOf(JobFailedError)
    await expect(promise).rejects.toMatchObject({ type: 'OrderRejected', message: 'no', status: 409, fields: { status: 409 } })
  })

  test.each([0, 1, 8_000, YEAR_MS])('a deadline of %i ms rejects then and not before', async (timeoutMs) => {
    const { pending, clock, holds } = setUp()
    const { key, promise } = pending.reserve({ timeoutMs })
    if (timeoutMs > 0) {
      clock.advance(timeoutMs - 1)
      expect(pending.get(key)).toBeDefined()
    }
    clock.advance(1)
    expect(pending.get(key)).toBeUndefined()
    await expect(promise).rejects.toMatchObject({ code: 'ERR_RESULT_TIMEOUT', key, timeoutMs })
    await expect(promise).rejects.toBeInstanceOf(ResultTimeoutError)
    expect(holds()).toBe(0)
    expect(clock.waiting).toEqual([])
  })

  test('one timer serves all deadlines, and sleeps no longer than Node’s timers can', () => {
    const { pending, clock } = setUp()
    pending.reserve({ timeoutMs: YEAR_MS })
    expect(clock.waiting).toEqual([2 ** 31 - 1])
    for (let number = 0; number < 100; number++) pending.reserve({ timeoutMs: 1_000 + number })
    expect(clock.waiting).toEqual([1_000])
    clock.advance(1_050)
    expect(pending.size).toBe(1 + 49)
    expect(clock.waiting).toHaveLength(1)
  })

  test('without a deadline nothing is timed', () => {
    const { pending, clock } = setUp()
    pending.reserve({ timeoutMs: Infinity })
    expect(clock.waiting).toEqual([])
  })

  test('an aborted wait rejects as Node’s own do, and its key is given up', async () => {
    const { pending } = setUp()
    const abort = new AbortController()
    const { key, promise } = pending.reserve({ timeoutMs: Infinity, signal: abort.signal })
    abort.abort('enough')
    await expect(promise).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' })
    expect(pending.settle(key, completed('late'))).toBe(false)
  })

  test('a signal that is aborted already rejects at once', async () => {
    const { pending, holds } = setUp()
    await expect(pending.reserve({ timeoutMs: Infinity, signal: AbortSignal.abort() }).promise).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(pending.size).toBe(0)
    expect(holds()).toBe(0)
  })

  test('one signal for many waits has one listener, and rejects them all', async () => {
    const { pending, holds } = setUp()
    const abort = new AbortController()
    const entries = Array.from({ length: 100 }, () => pending.reserve({ timeoutMs: Infinity, signal: abort.signal }))
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1)
    const [first, ...others] = entries
    if (first) pending.settle(first.key, completed('in time'))
    abort.abort()
    expect(await first?.promise).toBe('in time')
    for (const { promise } of others) await expect(promise).rejects.toMatchObject({ name: 'AbortError' })
    expect(holds()).toBe(0)
  })

  test('a signal is let go when its last wait is over', () => {
    const { pending } = setUp()
    const { signal } = new AbortController()
    const entries = [pending.reserve({ timeoutMs: Infinity, signal }), pending.reserve({ timeoutMs: Infinity, signal })]
    for (const { key } of entries) pending.settle(key, completed(1))
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  test('a schema narrows the value, or rejects with its issues', async () => {
    const { pending } = setUp()
    const schema = schemaOf((value) =>
      typeof value === 'number' ? { value: value + 1 } : { issues: [{ message: 'a number, please', path: ['total'] }] },
    )
    const good = pending.reserve({ timeoutMs: Infinity, schema })
    const bad = pending.reserve({ timeoutMs: Infinity, schema })
    pending.settle(good.key, completed(1))
    pending.settle(bad.key, completed('one'))
    expect(await good.promise).toBe(2)
    await expect(bad.promise).rejects.toBeInstanceOf(ResultValidationError)
    await expect(bad.promise).rejects.toMatchObject({ key: bad.key, issues: [{ message: 'a number, please', path: ['total'] }] })
  })

  test('an asynchronous schema is bounded by the deadline and by a stop, its entry out of the Map', async () => {
    const { pending, clock, holds } = setUp()
    const schema = schemaOf(() => new Promise(() => {}))
    const [overdue, stopped] = [pending.reserve({ timeoutMs: 10, schema }), pending.reserve({ timeoutMs: Infinity, schema })]
    pending.settle(overdue.key, completed(1))
    pending.settle(stopped.key, completed(2))
    expect(pending.size).toBe(0)
    expect(holds()).toBe(2)
    clock.advance(10)
    await expect(overdue.promise).rejects.toBeInstanceOf(ResultTimeoutError)
    expect(pending.rejectAll(pending.allUnsettled(), () => new Error('stopped'))).toEqual([stopped])
    await expect(stopped.promise).rejects.toThrow('stopped')
    expect(holds()).toBe(0)
  })

  test('of those that were left, what has settled meanwhile is not rejected, and neither is what was reserved since', () => {
    const { pending } = setUp()
    const [settled, stopped] = [pending.reserve({ timeoutMs: Infinity }), pending.reserve({ timeoutMs: Infinity })]
    const left = pending.allUnsettled()
    const since = pending.reserve({ timeoutMs: Infinity })
    pending.settle(settled.key, completed(1))
    expect(pending.rejectAll(left, () => new Error('stopped'))).toEqual([stopped])
    stopped.promise.catch(() => {})
    expect(pending.allUnsettled()).toEqual([since])
  })
})
