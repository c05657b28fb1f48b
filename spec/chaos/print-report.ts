import type { Judgement } from './judge.js'
import { planJob, type ChaosOptions } from './plan.js'
import type { ChaosReport } from './reports.js'

type Row = Record<string, number>

const SHOWN_VIOLATIONS = 30

export function printReport(options: ChaosOptions, report: ChaosReport, { violations, runsAgain }: Judgement): void {
  const { caller, swf } = report
  console.log('Injected, by operation:')
  console.table(injectedTable(report))
  console.log('What came out, by what the job was to do:')
  console.table(outcomeTable(options, report))
  const executions = swf.executions.length
  const undelivered = swf.executions.filter(({ isUndelivered }) => isUndelivered).length
  const redelivered = swf.executions.reduce((sum, { deliveries }) => sum + Math.max(deliveries - 1, 0), 0)
  console.log(`${executions} executions; activities run again: ${counts(runsAgain)}`)
  console.log(`result tasks sent again: ${redelivered}; given up by the decider: ${undelivered}`)
  const { settled, late, reconciled, unanswered, restarts } = caller.health
  const { kills, credentialsAsked, deaths } = caller
  console.log(
    `caller: ${counts({ settled, late, reconciled, unanswered, kills, deaths: deaths.length, restarts, credentialsAsked })}`,
  )
  const [settledS, closedS] = [report.settledWithinMs, report.closedWithinMs].map((ms) => Math.round(ms / 1000))
  console.log(`all had settled after ${settledS} s, and every execution had closed ${closedS} s later`)
  for (const { rule, what } of violations.slice(0, SHOWN_VIOLATIONS)) console.log(`VIOLATION (${rule}): ${what}`)
}

function injectedTable({ swf: { injected, requests } }: ChaosReport): Record<string, Row> {
  const rows = Object.entries(injected).map(([operation, kinds]): [string, Row] => {
    const sum = Object.values(kinds).reduce((total, each) => total + each, 0)
    return [operation, { requests: requests[operation] ?? 0, faults: sum, ...kinds }]
  })
  const total: Row = {}
  for (const [, row] of rows) for (const [column, count] of Object.entries(row)) add(total, column, count)
  return Object.fromEntries([...rows, ['all', total]])
}

function outcomeTable({ seed }: ChaosOptions, { caller }: ChaosReport): Record<string, Row> {
  const table: Record<string, Row> = {}
  for (const { index, ending } of caller.outcomes) add((table[ending] ??= {}), planJob(seed, index).kind, 1)
  return table
}

function add(row: Row, column: string, count: number): void {
  row[column] = (row[column] ?? 0) + count
}

function counts(record: object): string {
  return Object.entries(record)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
