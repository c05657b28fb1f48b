import { parseArgs } from 'node:util'
import { ResultService } from '../../lib/service/result-service.js'
import { Part } from '../support/part.js'
import { trends } from './flat.js'
import { takeSample, type Sample } from './sample.js'
import { DOMAIN } from './sender.js'
import { Traffic } from './traffic.js'

// Results for a long time: `npm run soak -- --minutes 15 --rate 200`. Ends with 1 if one is lost, or if memory, handles or latency
// grow. The figures in docs/reliability.md are its.

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '15' }, rate: { type: 'string', default: '200' } },
})
const durationMs = positive(values.minutes) * 60_000
const rate = positive(values.rate)
const SAMPLES = 15

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new TypeError(`${text} is no number above 0`)
  return value
}

const complaints: string[] = []
const swf = new Part(new URL('swf.js', import.meta.url), {}, complaints)
const endpoint = await swf.ask<string>('start')
const credentials = { accessKeyId: 'soak', secretAccessKey: 'soak' }
const service = new ResultService({ domain: DOMAIN, swf: { region: 'us-east-1', endpoint, credentials }, signals: false })
await service.start()

const traffic = new Traffic(service, rate, (batch) => swf.ask('send', batch))
const samples: Sample[] = []
const sampling = setInterval(() => samples.push(takeSample(traffic.takeLatencies())), durationMs / SAMPLES)
console.log(`${rate} results a second for ${values.minutes} minutes`)
await traffic.run(durationMs)
clearInterval(sampling)
const { pending, late, restarts, unanswered } = service.health()
await service.stop()
await swf.ask('stop')
await swf.letGo()

console.table(samples)
const flatness = trends(samples)
console.table(flatness)
const problems = [
  ...flatness.filter(({ isFlat }) => !isFlat).map(({ measure }) => `${measure} grows`),
  ...Object.entries({ pending, late, restarts, unanswered })
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name}: ${count}`),
  ...traffic.failures.slice(0, 10),
  ...complaints,
]
for (const problem of problems) console.log(`PROBLEM: ${problem}`)
console.log(problems.length === 0 ? 'Flat, and nothing was lost.' : `${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
