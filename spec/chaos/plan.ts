import type { FaultRule, PlainRule } from '../../lib/local-swf/index.js'
import { Random } from '../fuzz/random.js'

export interface ChaosOptions {
  readonly seed: number
  readonly jobs: number
  /** Of the caller's worker thread. */
  readonly kills: number
  /** Of the caller's main loop, of a second and a half each. */
  readonly blocks: number
  /** Bursts of requests that SWF refuses, since the credentials have expired. */
  readonly expiries: number
  /** Of all requests, from 0 to 1. */
  readonly faultShare: number
  /** How many times as fast as the real time the time of all processes goes. */
  readonly speed: number
}

/**
 * - `echo` returns its input
 * - `flaky` throws at first, and returns its input when it is run again
 * - `failing` throws for good
 * - `terminated` has its execution terminated by somebody, and never returns anything of use
 * - `stalled` takes longer than its execution may
 */
export type JobKind = 'echo' | 'flaky' | 'failing' | 'terminated' | 'stalled'

/** What one job does, and what befalls the wait for it. All times are hurried ms. */
export interface JobPlan {
  readonly index: number
  readonly kind: JobKind
  /** Characters of what it carries there and back. */
  readonly size: number
  /** How often `flaky` throws. */
  readonly failures: number
  /** Ends the wait; 0 is before it begins. */
  readonly abortAfterMs?: number
  readonly deadlineMs?: number
  /** Whether the call awaits the start by itself, and the result afterwards. */
  readonly isStartedFirst: boolean
}

const KINDS: ReadonlyArray<readonly [JobKind, number]> = [
  ['stalled', 1],
  ['terminated', 1],
  ['failing', 3],
  ['flaky', 5],
]

const LONGEST_WAIT_MS = 20_000
const SEED_STEP = 0x9e3779b9

/** The same for the same seed, whatever the other jobs do. */
export function planJob(seed: number, index: number): JobPlan {
  const random = new Random(seed + SEED_STEP * (index + 1))
  const kind = kindOf(random.below(100))
  const size = random.percent(2) ? random.below(12_000) : random.below(200)
  const failures = 1 + random.below(2)
  const isStartedFirst = random.percent(50)
  const fate = random.below(100)
  const waitMs = 1 + random.below(LONGEST_WAIT_MS)
  return {
    index,
    kind,
    size,
    failures,
    isStartedFirst,
    ...(fate === 0 && { abortAfterMs: 0 }),
    ...(fate > 0 && fate <= 5 && { abortAfterMs: waitMs }),
    ...(fate > 5 && fate <= 10 && { deadlineMs: waitMs }),
  }
}

function kindOf(percentile: number): JobKind {
  let from = 0
  for (const [kind, percent] of KINDS) {
    from += percent
    if (percentile < from) return kind
  }
  return 'echo'
}

/** Deaths that come one soon after the other: each successor waits longer than the one before. */
const BURST = 4
/** Results between two deaths of a burst. */
const BREATH = 20

/** How many promises have settled when the thread is killed, in rising order. */
export function planKills({ seed, jobs, kills }: ChaosOptions): readonly number[] {
  const random = new Random(seed ^ 0x6b696c6c)
  const bursts = Math.ceil(kills / BURST)
  const span = (jobs * 0.9) / bursts
  const moments = Array.from({ length: kills }, (_, kill) => {
    const burst = Math.floor(kill / BURST)
    return Math.round(span * (burst + 0.2) + (kill % BURST) * Math.min(BREATH, span / 10) + random.below(span / 10))
  })
  return moments.toSorted((one, other) => one - other)
}

const PLAIN_KINDS = ['throttling', 'error500', 'expired-credentials', 'reset-before', 'reset-after', 'half-body'] as const
const POLLS = ['PollForActivityTask', 'PollForDecisionTask']
const NOT_POLLS = [
  'StartWorkflowExecution',
  'RespondActivityTaskCompleted',
  'RespondActivityTaskFailed',
  'RespondDecisionTaskCompleted',
  'ListOpenWorkflowExecutions',
  'ListClosedWorkflowExecutions',
  'GetWorkflowExecutionHistory',
  'DescribeActivityType',
  'TerminateWorkflowExecution',
]
const REQUEST_KINDS = 10
const LATENCY_MS = 2_000
/** Requests that one expiry befalls, if no refresh comes before. */
const EXPIRY_LENGTH = 25
/** At least so many requests are made for one job. */
const REQUESTS_PER_JOB = 8

/** What LocalSwf does wrong: every kind of fault that it knows, so often that all together they befall the given share of requests. */
export function planFaults({ seed, jobs, expiries, faultShare }: ChaosOptions): readonly FaultRule[] {
  const random = new Random(seed ^ 0x6661756c)
  const span = (jobs * REQUESTS_PER_JOB) / Math.max(expiries, 1)
  const bursts = Array.from({ length: expiries }, (_, expiry): FaultRule => {
    const after = Math.round(span * (expiry + 0.3)) + random.below(span / 2)
    return { kind: 'expired-credentials', after, times: EXPIRY_LENGTH }
  })
  const rate = faultShare / REQUEST_KINDS
  return [
    ...bursts,
    ...PLAIN_KINDS.map((kind): PlainRule => ({ kind, rate })),
    { kind: 'fault', name: 'LimitExceededFault', rate: rate / 3 },
    { kind: 'fault', name: 'ServiceUnavailable', rate: rate / 3 },
    { kind: 'fault', name: 'UnknownResourceFault', rate: rate / 3 },
    { kind: 'fault', name: 'AccessDeniedException', operation: 'StartWorkflowExecution', rate: rate / 3 },
    { kind: 'clock-skew', rate },
    { kind: 'latency', latencyMs: LATENCY_MS, rate },
    { kind: 'hang', operation: NOT_POLLS, rate },
    // One that hangs looks like one that waits, for a minute: a few are enough to have all polls hang.
    { kind: 'hang', operation: POLLS, rate: rate / 10 },
    { kind: 'lost-task', rate: faultShare / 5 },
    { kind: 'twice', rate: faultShare / 5 },
  ]
}
