import { parseArgs } from 'node:util'
import { judge } from './judge.js'
import { printReport } from './print-report.js'
import { runBurst } from './run-burst.js'

// Many jobs at once: `npm run burst -- --count 100000`. Ends with 1 if a value does not arrive, if the thread is replaced, or if the
// caller takes more memory or sockets than it may. The figures in docs/reliability.md are its.

const USAGE = `npm run burst -- [--count 100000] [--workers 1] [--quotas]

  --count    how many jobs are run at once
  --workers  how many processes of JobWorkers do them
  --quotas   SWF throttles, as its documentation says`

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '1' },
    quotas: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new TypeError(`${text} is no whole number above 0`)
  return Number(text)
}

if (values.help) console.log(USAGE)
else {
  const options = { count: positive(values.count), workers: positive(values.workers), quotas: values.quotas }
  console.log(`${options.count} jobs at once, ${values.quotas ? 'with' : 'without'} SWF's quotas`)
  const report = await runBurst(options)
  printReport(report)
  const problems = judge(report)
  for (const problem of problems) console.log(`PROBLEM: ${problem}`)
  console.log(problems.length === 0 ? 'Every value arrived, within its bounds.' : `${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
