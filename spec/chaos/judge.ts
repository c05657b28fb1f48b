import { judgeExecutions, type RunsAgain } from './judge-executions.js'
import { judgeOutcome } from './judge-outcome.js'
import type { ChaosOptions } from './plan.js'
import type { ChaosReport } from './reports.js'

/** Something that must not be. */
export interface Violation {
  readonly rule: string
  readonly what: string
}

export type Found = (rule: string, what: string) => void

export interface Judgement {
  readonly violations: readonly Violation[]
  readonly runsAgain: RunsAgain
}

/** On a machine that has no time for it a thread may be taken for stuck. */
const SILENT = /did not answer for/

/** Compares what came out with what was planned, and with what SWF's histories say. */
export function judge(options: ChaosOptions, report: ChaosReport): Judgement {
  const violations: Violation[] = []
  const found: Found = (rule, what) => void violations.push({ rule, what })
  judgeCaller(options, report, found)
  judgeProcesses(report, found)
  const executions = byJob(report)
  for (const outcome of report.caller.outcomes) {
    judgeOutcome(outcome, options.seed, executions.get(outcome.index) ?? [], found)
  }
  return { violations, runsAgain: judgeExecutions(executions, report, found) }
}

function judgeCaller({ jobs, kills }: ChaosOptions, { caller }: ChaosReport, found: Found): void {
  const { outcomes, health, reserved, ended, endedTwice, abandoned, stuck } = caller
  const settled = new Set(outcomes.map(({ index }) => index)).size
  if (settled !== jobs || outcomes.length !== jobs) {
    found(
      'every promise settles once',
      `${outcomes.length} endings of ${settled} of ${jobs} jobs; not: ${stuck.slice(0, 20).join(', ')}`,
    )
  }
  if (endedTwice > 0) found('every promise settles once', `${endedTwice} keys had more than one ending`)
  if (ended !== reserved) found('every promise settles once', `${ended} keys had an ending, ${reserved} promises were made`)
  if (health.settled !== reserved) found('health', `says ${health.settled} settled of ${reserved}`)
  if (health.pending !== 0) found('nothing left pending', `${health.pending} in the end`)
  if (abandoned !== 0) found('nothing abandoned', `${abandoned} at the stop`)
  if (health.state !== 'stopped') found('health', `the state is ${health.state} after the stop`)
  if (caller.kills !== kills) found('kills', `${caller.kills} threads were killed, ${kills} were to be`)
  const ownDeaths = caller.deaths.filter((cause) => !SILENT.test(cause))
  if (ownDeaths.length > kills) found('deaths', `${kills} threads were killed, and died of ${[...new Set(ownDeaths)].join('; ')}`)
}

function judgeProcesses({ caller, workers, swf, complaints }: ChaosReport, found: Found): void {
  for (const [name, { leaks, unexpected }] of Object.entries({ caller, workers, swf })) {
    for (const leak of leaks) found('nothing left open', `${name}: ${leak}`)
    for (const what of unexpected) found('nothing unexpected', `${name}: ${what}`)
  }
  for (const complaint of complaints) found('nothing unexpected', complaint)
  if (swf.stillOpen > 0) found('every execution closes', `${swf.stillOpen} are open in the end`)
}

function byJob({ swf }: ChaosReport): ReadonlyMap<number, ChaosReport['swf']['executions']> {
  const executions = new Map<number, ChaosReport['swf']['executions']>()
  for (const facts of swf.executions) executions.set(facts.index, [...(executions.get(facts.index) ?? []), facts])
  return executions
}
