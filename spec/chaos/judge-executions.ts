import type { Found } from './judge.js'
import type { ChaosReport, ExecutionFacts } from './reports.js'

/** Why activities ran again, and how often. */
export interface RunsAgain {
  /** It had thrown, as planned. */
  readonly afterFailure: number
  /** The task was lost, or the answer to it. */
  readonly afterTimeout: number
  /** SWF handed the same task out again. */
  readonly handedOutTwice: number
}

/** One execution for one call, and each run of the activity for a reason. */
export function judgeExecutions(
  executions: ReadonlyMap<number, readonly ExecutionFacts[]>,
  { workers, swf }: ChaosReport,
  found: Found,
): RunsAgain {
  const runs = new Map(workers.runs)
  const again = { afterFailure: 0, afterTimeout: 0, handedOutTwice: 0 }
  for (const [index, own] of executions) {
    const [facts] = own
    if (own.length > 1) found('one execution', `job ${index} has ${own.length}`)
    else if (facts) judgeRuns(facts, runs.get(index) ?? [], again, found)
  }
  for (const index of runs.keys()) if (!executions.has(index)) found('one execution', `job ${index} ran, and has none`)
  const twice = swf.injected['PollForActivityTask']?.twice ?? 0
  if (again.handedOutTwice > twice) {
    found('each run for a reason', `${again.handedOutTwice} tasks ran twice, ${twice} were handed out twice`)
  }
  return again
}

function judgeRuns(
  { index, scheduled, completed, failed, timedOut }: ExecutionFacts,
  activityIds: readonly string[],
  again: { -readonly [Reason in keyof RunsAgain]: number },
  found: Found,
): void {
  const distinct = new Set(activityIds)
  const foreign = [...distinct].filter((activityId) => !scheduled.includes(activityId))
  if (foreign.length > 0) found('each run for a reason', `job ${index} ran ${foreign.join(', ')}, which was not scheduled`)
  if (completed > 1) found('each run for a reason', `job ${index} completed ${completed} times`)
  if (scheduled.length > 1 + failed + timedOut) {
    found(
      'each run for a reason',
      `job ${index} was scheduled ${scheduled.length} times, after ${failed} failures and ${timedOut} timeouts`,
    )
  }
  again.handedOutTwice += activityIds.length - distinct.size
  const repeats = Math.max(scheduled.length - 1, 0)
  again.afterTimeout += Math.min(timedOut, repeats)
  again.afterFailure += Math.max(repeats - timedOut, 0)
}
