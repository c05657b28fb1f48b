import { isDeepStrictEqual } from 'node:util'
import { systemClock } from '../../lib/base/clock.js'
import { jobs } from '../../lib/jobs/jobs.js'
import type { JobOptions } from '../../lib/jobs/job-options.js'
import type { ResultService } from '../../lib/service/result-service.js'
import { ACTIVITY, RETRIES, STALLED_EXECUTION_MS, type JobInput } from './activities.js'
import { planJob, type ChaosOptions, type JobPlan } from './plan.js'
import type { JobOutcome } from './reports.js'
import { tagOf } from './tags.js'

const CONCURRENCY = 200
/** Jobs that are called in one turn of the main loop, beside those, and again when all of them have ended; fewer if the run is short. */
const BURST = 2_000
const LARGEST_SHARE = 0.2
/** A wait without a planned deadline ends by something else, or something is wrong. Hurried ms. */
const LONGEST_WAIT_MS = 600_000
/** Nothing settles for so long: something hangs. Hurried ms. */
const STUCK_AFTER_MS = 900_000

/** Starts the planned jobs, so many at a time, and notes how each ends. */
export class CallJobs {
  readonly outcomes: JobOutcome[] = []
  /** Promises that the service made. */
  reserved = 0
  /** Jobs that have not ended after all. */
  stuck: readonly number[] = []
  readonly #options: ChaosOptions
  readonly #service: ResultService
  readonly #settled: (count: number) => void
  readonly #open = new Set<number>()
  #next = 0

  constructor(service: ResultService, options: ChaosOptions, settled: (count: number) => void) {
    this.#service = service
    this.#options = options
    this.#settled = settled
  }

  /** Resolves when all have ended, or none does any longer. */
  async run(): Promise<void> {
    const lanes = Promise.all([...Array.from({ length: CONCURRENCY }, (_, lane) => this.#lane(lane)), this.#bursts()])
    const watch = new AbortController()
    await Promise.race([lanes, this.#whenStuck(watch.signal)])
    watch.abort()
    this.stuck = [...this.#open]
  }

  async #lane(lane: number): Promise<void> {
    // Not all at once.
    await new Promise((resolve) => setTimeout(resolve, lane * 50))
    while (this.#next < this.#options.jobs) await this.#call(planJob(this.#options.seed, this.#next++))
  }

  /** One burst after another, each when the one before is over, as long as jobs are left for it. */
  async #bursts(): Promise<void> {
    const { jobs: count, seed } = this.#options
    const size = Math.min(BURST, Math.ceil(count * LARGEST_SHARE))
    while (this.#next < count) {
      await Promise.all(Array.from({ length: Math.min(size, count - this.#next) }, () => this.#call(planJob(seed, this.#next++))))
    }
  }

  async #call(plan: JobPlan): Promise<void> {
    const { index } = plan
    this.#open.add(index)
    this.outcomes.push(await this.#outcomeOf(plan))
    this.#open.delete(index)
    this.#settled(this.outcomes.length)
  }

  async #outcomeOf(plan: JobPlan): Promise<JobOutcome> {
    const { index, kind, failures, size } = plan
    const input: JobInput = { index, kind, failures, text: 'x'.repeat(size) }
    const abort = new AbortController()
    const deadlineAt = systemClock.now() + (plan.deadlineMs ?? Infinity)
    const abortTimer = abortLater(abort, plan.abortAfterMs)
    if (!abort.signal.aborted) this.reserved += 1
    try {
      const value = await this.#await(plan, input, optionsOf(plan, abort.signal))
      return { index, ending: 'value', isRight: isDeepStrictEqual(value, { index, text: input.text }) }
    } catch (error) {
      return { index, ...endingOf(error), deadlineAt }
    } finally {
      clearTimeout(abortTimer)
    }
  }

  async #await({ isStartedFirst }: JobPlan, input: JobInput, options: JobOptions): Promise<unknown> {
    const { run, start } = jobs(this.#service)
    if (!isStartedFirst) return run(ACTIVITY, input, { ...options, schema: undefined })
    const { result } = await start(ACTIVITY, input, { ...options, schema: undefined })
    return result
  }

  async #whenStuck(signal: AbortSignal): Promise<void> {
    let [seen, since] = [-1, 0]
    while (!signal.aborted && since < STUCK_AFTER_MS) {
      since = seen === this.outcomes.length ? since + 1_000 : 0
      seen = this.outcomes.length
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  }
}

function abortLater(abort: AbortController, afterMs: number | undefined): NodeJS.Timeout | undefined {
  if (afterMs === undefined) return undefined
  if (afterMs > 0) return setTimeout(() => abort.abort(), afterMs)
  abort.abort()
  return undefined
}

function optionsOf({ index, kind, deadlineMs }: JobPlan, signal: AbortSignal): JobOptions {
  return {
    signal,
    timeoutMs: deadlineMs ?? LONGEST_WAIT_MS,
    workflow: {
      tags: [tagOf(index)],
      ...(kind === 'stalled' && { executionStartToCloseTimeoutMs: STALLED_EXECUTION_MS }),
    },
    activity: {
      timeouts: { startToCloseMs: 20_000 },
      retry: {
        maximumAttempts: RETRIES,
        initialRetryIntervalMs: 1_000,
        maximumRetryIntervalMs: 4_000,
        exceptionsToExclude: ['RangeError'],
      },
    },
  }
}

function endingOf(error: unknown): Omit<JobOutcome, 'index'> {
  if (!(error instanceof Error)) return { ending: 'no error', message: String(error) }
  const { name, message } = error
  return { ending: 'code' in error ? String(error.code) : name, message }
}
