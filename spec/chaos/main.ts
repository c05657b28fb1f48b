import { parseArgs } from 'node:util'
import { judge } from './judge.js'
import type { ChaosOptions } from './plan.js'
import { printReport } from './print-report.js'
import { runChaos } from './run-chaos.js'

// Many jobs, while SWF misbehaves, threads die and credentials expire: `npm run chaos -- --seed 1 --jobs 10000`. Ends with 1 if
// anything is as it must not be. docs/reliability.md says what is counted.

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    blocks: { type: 'string', default: '10' },
    expiries: { type: 'string', default: '10' },
    percent: { type: 'string', default: '5' },
    speed: { type: 'string', default: '5' },
  },
})

function number(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new TypeError(`${text} is no number`)
  return Number(text)
}

const options: ChaosOptions = {
  seed: number(values.seed),
  jobs: number(values.jobs),
  kills: number(values.kills),
  blocks: number(values.blocks),
  expiries: number(values.expiries),
  faultShare: number(values.percent) / 100,
  speed: number(values.speed),
}
const startedAt = performance.now()
console.log(
  `Seed ${options.seed}: ${options.jobs} jobs, ${values.percent} % faults, ${options.kills} kills, ${options.blocks} blocks, ${options.expiries} expiries`,
)
const report = await runChaos(options)
const judgement = judge(options, report)
printReport(options, report, judgement)
console.log(`${Math.round((performance.now() - startedAt) / 1000)} s`)
const { length } = judgement.violations
console.log(length === 0 ? 'Nothing was as it must not be.' : `${length} violations`)
process.exitCode = length === 0 ? 0 : 1
