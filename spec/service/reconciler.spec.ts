import { expect, test, describe } from 'vitest'
import type { AnswerTo, Call, Calls } from '../../lib/protocol/messages.js'
import type { Ask } from '../../lib/service/calls/ask.js'
import { PendingResults } from '../../lib/service/waiting/pending-results.js'
import type { PendingResult } from '../../lib/service/waiting/pending-result.js'
import { ServiceStatistics } from '../../lib/service/reporting/service-statistics.js'
import { Reconciler } from '../../lib/service/reconciliation/reconciler.js'
import { ManualClock } from '../support/manual-clock.js'

const MINUTE_MS = 60_000

interface Closed {
  readonly runId: string
  readonly closedAt: number
}

/** A thread before an SWF that no LocalSwf is: its lists and histories are late, and it fails when told to. */
class LateSwf {
  readonly clock = new ManualClock()
  /** Its clock is so much ahead of the one here. */
  aheadMs = 0
  readonly statistics = new ServiceStatistics()
  readonly calls: Call[] = []
  readonly pending: PendingResults
  readonly reconciler: Reconciler
  /** As listed, in the order of their closing. */
  closed: Closed[] = []
  pageSize = 1_000
  /** Runs whose histories do not tell of their end yet. */
  readonly untold = new Set<string>()
  unreadable: string | undefined
  fault: Error | undefined
  /** Of all calls, if no more is said. */
  faulty: keyof Calls | undefined
  readonly #startedAt = new Map<string, number>()
  listed = (): unknown => undefined
  #started = 0

  constructor() {
    const { clock, statistics } = this
    this.pending = new PendingResults(clock, {
      reserved: () => this.reconciler.startSweeping(),
      settled: () => this.pending.size === 0 && this.reconciler.stopSweeping(),
    })
    this.reconciler = new Reconciler({ clock, pending: this.pending, statistics, currentAsk: () => this.ask })
  }

  start(): PendingResult & { readonly runId: string } {
    const entry = this.pending.reserve({ timeoutMs: Infinity })
    const runId = `run-${++this.#started}`
    entry.execution = { workflowId: 'job', runId }
    this.#startedAt.set(runId, this.now())
    return Object.assign(entry, { runId })
  }

  now(): number {
    return this.clock.now() + this.aheadMs
  }

  close(runId: string, closedAt = this.now()): void {
    this.closed = [...this.closed, { runId, closedAt }].toSorted((one, other) => one.closedAt - other.closedAt)
  }

  readonly ask: Ask = async <C extends Call>(call: C): Promise<AnswerTo<C>> => {
    this.calls.push(call)
    if (call.type === 'findOutcome' && call.runId === this.unreadable) throw new Error('no such history')
    if (this.fault && (this.faulty ?? call.type) === call.type) throw this.fault
    return this.#answer(call)
  }

  count(type: keyof Calls): number {
    return this.calls.filter((call) => call.type === type).length
  }

  /** Lets a minute pass, and the sweep in it come to its end. */
  async sweep(): Promise<void> {
    this.clock.advance(MINUTE_MS)
    while (this.pending.size > 0 && this.clock.waiting.length === 0) await new Promise((resolve) => setImmediate(resolve))
  }

  #answer(call: Call): Calls['findOutcome' | 'findStart' | 'listClosed']['answer'] {
    if (call.type === 'findStart') return this.#startedAt.get(call.runId)
    if (call.type === 'findOutcome') return this.untold.has(call.runId) ? 'open' : { status: 'completed', value: call.runId }
    if (call.type !== 'listClosed') throw new Error(`no ${call.type} here`)
    this.listed()
    const from = Number(call.pageToken ?? this.closed.findIndex(({ closedAt }) => closedAt >= call.since))
    const page = from < 0 ? [] : this.closed.slice(from, from + this.pageSize)
    const next = from + this.pageSize
    return {
      runIds: page.map(({ runId }) => runId),
      until: page.at(-1)?.closedAt,
      nextPageToken: from >= 0 && next < this.closed.length ? String(next) : undefined,
    }
  }
}

describe('a sweep', () => {
  test('asks once a minute, and only while something is pending that is older', async () => {
    const swf = new LateSwf()
    expect(swf.clock.waiting).toEqual([])
    const first = swf.start()
    swf.clock.advance(MINUTE_MS - 1)
    swf.start()
    expect(swf.calls).toEqual([])
    await swf.sweep()
    expect(swf.count('listClosed')).toBe(1)
    for (let minute = 1; minute <= 10; minute += 1) await swf.sweep()
    expect(swf.count('listClosed')).toBe(11)
    for (const { key } of swf.pending.entries()) swf.pending.settle(key, { status: 'completed', value: 1 })
    expect(swf.clock.waiting).toEqual([])
    expect(await first.promise).toBe(1)

    // A job after another, each shorter than a minute, costs nothing.
    for (let job = 1; job <= 10; job += 1) {
      const { key } = swf.start()
      swf.clock.advance(MINUTE_MS - 1)
      swf.pending.settle(key, { status: 'completed', value: 1 })
    }
    expect(swf.count('listClosed')).toBe(11)
  })

  test('of 100,000 pending jobs makes no more than 10 requests for lists and 300 for histories a minute', async () => {
    const swf = new LateSwf()
    const started = Array.from({ length: 100_000 }, () => swf.start())
    swf.closed = started.map(({ runId }) => ({ runId, closedAt: swf.clock.now() }))
    let settled = 0
    for (let minute = 1; minute <= 5; minute += 1) {
      const [lists, reads] = [swf.count('listClosed'), swf.count('findOutcome')]
      await swf.sweep()
      expect(swf.count('listClosed') - lists).toBeLessThanOrEqual(10)
      expect(swf.count('findOutcome') - reads).toBeLessThanOrEqual(300)
      settled += 300
      expect(swf.pending.size).toBe(100_000 - settled)
    }
    expect(swf.statistics.reconciled).toBe(settled)
  })

  test('of a domain where very many executions close goes on in the next minute where it came to', async () => {
    const swf = new LateSwf()
    const mine = swf.start()
    swf.closed = Array.from({ length: 25_000 }, (_, index) => ({ runId: `another-${index}`, closedAt: swf.clock.now() + index }))
    swf.close(mine.runId, swf.clock.now() + 25_000)
    await swf.sweep()
    await swf.sweep()
    expect(swf.count('listClosed')).toBe(20)
    expect(swf.count('findOutcome')).toBe(0)
    await swf.sweep()
    expect(await mine.promise).toBe(mine.runId)
  })

  test('finds what SWF lists a minute late', async () => {
    const swf = new LateSwf()
    const [early, late] = [swf.start(), swf.start()]
    swf.clock.advance(1_000)
    const closedAt = swf.clock.now()
    swf.close(early.runId, closedAt + 59_000)
    await swf.sweep()
    expect(await early.promise).toBe(early.runId)
    swf.close(late.runId, closedAt)
    await swf.sweep()
    expect(await late.promise).toBe(late.runId)
  })

  test('looks three times at a history that is late, and leaves the rest to the deadline', async () => {
    const swf = new LateSwf()
    const [late, never] = [swf.start(), swf.start()]
    for (const { runId } of [late, never]) {
      swf.close(runId)
      swf.untold.add(runId)
    }
    await swf.sweep()
    await swf.sweep()
    swf.untold.delete(late.runId)
    await swf.sweep()
    expect(await late.promise).toBe(late.runId)
    for (let minute = 1; minute <= 5; minute += 1) await swf.sweep()
    expect(swf.count('findOutcome')).toBe(6)
    expect(swf.pending.size).toBe(1)
  })

  test('that fails is made again a minute later, and finds what it missed', async () => {
    const swf = new LateSwf()
    const job = swf.start()
    swf.close(job.runId)
    swf.fault = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })
    for (let minute = 1; minute <= 5; minute += 1) await swf.sweep()
    expect(swf.count('findStart')).toBe(5)
    swf.faulty = 'listClosed'
    for (let minute = 1; minute <= 5; minute += 1) await swf.sweep()
    // What is known is not asked for again.
    expect([swf.count('findStart'), swf.count('listClosed')]).toEqual([6, 5])
    swf.fault = undefined
    await swf.sweep()
    expect(await job.promise).toBe(job.runId)
  })

  test('that could not read a history reads it in a later minute, however often it fails', async () => {
    const swf = new LateSwf()
    const job = swf.start()
    swf.close(job.runId)
    swf.faulty = 'findOutcome'
    swf.fault = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })
    for (let minute = 1; minute <= 5; minute += 1) await swf.sweep()
    expect(swf.count('findOutcome')).toBe(5)
    swf.fault = undefined
    await swf.sweep()
    expect(await job.promise).toBe(job.runId)
  })

  test('goes on past a history that cannot be read', async () => {
    const swf = new LateSwf()
    const [unread, other] = [swf.start(), swf.start()]
    swf.pageSize = 1
    for (const { runId } of [unread, other]) swf.close(runId)
    swf.unreadable = unread.runId
    await swf.sweep()
    expect(await other.promise).toBe(other.runId)
    expect(swf.pending.size).toBe(1)
  })

  test('covers the time for which the process was paused', async () => {
    const swf = new LateSwf()
    const [job, other] = [swf.start(), swf.start()]
    await swf.sweep()
    swf.close(job.runId, swf.clock.now() + 1)
    swf.close(other.runId, swf.clock.now() + 5 * 3_600_000)
    swf.clock.advance(5 * 3_600_000)
    await swf.sweep()
    expect(await Promise.all([job.promise, other.promise])).toEqual([job.runId, other.runId])
  })

  const SKEWS = [10, -10, 3 * 24 * 60, -3 * 24 * 60]
  test.each(SKEWS)('goes by the clock of SWF, and finds what closed though that is %i minutes ahead', async (minutes) => {
    const swf = new LateSwf()
    swf.aheadMs = minutes * MINUTE_MS
    const job = swf.start()
    // Of before: they would take the places of ours, were they asked for.
    swf.closed = Array.from({ length: 20_000 }, (_, index) => ({
      runId: `another-${index}`,
      closedAt: swf.now() - 10 * MINUTE_MS,
    }))
    swf.close(job.runId)
    await swf.sweep()
    expect(await job.promise).toBe(job.runId)
    expect(swf.count('listClosed')).toBe(1)
  })

  test('whose last job settles meanwhile asks for no more', async () => {
    const swf = new LateSwf()
    const job = swf.start()
    swf.pageSize = 1
    swf.closed = Array.from({ length: 5 }, (_, index) => ({ runId: `another-${index}`, closedAt: swf.now() }))
    swf.listed = () => swf.pending.settle(job.key, { status: 'completed', value: 1 })
    await swf.sweep()
    await new Promise((resolve) => setImmediate(resolve))
    expect(swf.count('listClosed')).toBe(1)
  })
})
