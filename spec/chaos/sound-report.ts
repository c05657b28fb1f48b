import { planJob, type ChaosOptions, type JobPlan } from './plan.js'
import type { ChaosReport, ExecutionFacts, JobOutcome } from './reports.js'

/** A report of a run in which nothing was as it must not be. */
export function soundReport({ seed, jobs, kills }: ChaosOptions): ChaosReport {
  const plans = Array.from({ length: jobs }, (_, index) => planJob(seed, index))
  const reserved = plans.filter(({ abortAfterMs }) => abortAfterMs !== 0).length
  const calm = { leaks: [], unexpected: [] }
  return {
    caller: {
      ...calm,
      outcomes: plans.map(outcomeOf),
      ended: reserved,
      endedTwice: 0,
      deaths: Array.from({ length: kills }, () => 'Error: the worker thread ended with exit code 1'),
      reserved,
      health: {
        ok: false,
        state: 'stopped',
        domain: 'chaos',
        region: undefined,
        taskList: undefined,
        pending: 0,
        settled: reserved,
        late: 0,
        reconciled: 0,
        unanswered: 0,
        restarts: kills,
        lastPollAt: undefined,
        lastError: undefined,
      },
      abandoned: 0,
      kills,
      credentialsAsked: 1,
      stuck: [],
    },
    swf: { ...calm, executions: plans.map(factsOf), injected: {}, requests: {}, stillOpen: 0 },
    workers: { ...calm, runs: plans.map((plan) => [plan.index, factsOf(plan).scheduled]) },
    complaints: [],
    settledWithinMs: 0,
    closedWithinMs: 0,
  }
}

const ENDINGS = {
  echo: 'value',
  flaky: 'value',
  failing: 'ERR_RESULT_JOB_FAILED',
  terminated: 'ERR_RESULT_WORKFLOW_TERMINATED',
  stalled: 'ERR_RESULT_WORKFLOW_TIMED_OUT',
} as const

function outcomeOf({ index, kind, abortAfterMs }: JobPlan): JobOutcome {
  if (abortAfterMs !== undefined) return { index, ending: 'ABORT_ERR', message: 'The operation was aborted' }
  return { index, ending: ENDINGS[kind], ...(ENDINGS[kind] === 'value' && { isRight: true }) }
}

function factsOf({ index, kind, failures }: JobPlan): ExecutionFacts {
  const facts: ExecutionFacts = {
    index,
    status: 'COMPLETED',
    scheduled: ['Activity1'],
    failed: 0,
    timedOut: 0,
    completed: 1,
    lastEnd: 'completed',
    deliveries: 1,
    isUndelivered: false,
  }
  const without = { ...facts, completed: 0, lastEnd: undefined, deliveries: 0 } as const
  switch (kind) {
    case 'echo':
      return facts
    case 'flaky':
      return { ...facts, failed: failures, scheduled: Array.from({ length: failures + 1 }, (_, run) => `Activity${run + 1}`) }
    case 'failing':
      return { ...facts, status: 'FAILED', failed: 1, completed: 0, lastEnd: 'failed' }
    case 'terminated':
      return { ...without, status: 'TERMINATED' }
    case 'stalled':
      return { ...without, status: 'TIMED_OUT' }
  }
}
