import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { slowSubjects } from './growth.js'
import { ALL, ALONE, FEW } from './long-texts.js'
import { patternSubjects, readerSubjects } from './subjects.js'
import { Tally } from './tally.js'
import { FuzzTexts } from './texts.js'
import { watched } from './watched.js'

// Reads mutated and generated texts with all that reads texts from SWF: `npm run fuzz -- --seed 1 --count 200000`, and one of them
// again with `--only 1234`. Then each regular expression of the library, and each reader, with long texts of what is repeated: the time
// must grow as the text does. `--long all` tries more of them, for some hours; `--long none` leaves them out. Ends with 1 if one of them does what none may do. The figures in docs/ruby.md are its.

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200000' },
    only: { type: 'string' },
    long: { type: 'string', default: 'few' },
  },
})
const seed = whole(values.seed)
const only = values.only === undefined ? undefined : whole(values.only)
const end = only === undefined ? whole(values.count) : only + 1
const SILENCE_MS = 60_000
const MAX_PRINTED = 2_000

const tally = new Tally()
const texts = new FuzzTexts(seed)
let faults = 0

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new TypeError(`${text} is no whole number`)
  return Number(text)
}

function report(index: number, what: string): void {
  faults += 1
  const { origin, text } = texts.at(index)
  const json = JSON.stringify(text)
  console.log(`\nText ${index} of seed ${seed} (${origin}): ${what}`)
  console.log(only === undefined && json.length > MAX_PRINTED ? `${json.slice(0, MAX_PRINTED)}…` : json)
  console.log(`Again: npm run fuzz -- --seed ${seed} --only ${index}`)
}

const first = only ?? 0
const parts = Math.min(availableParallelism(), end - first)
const edges = Array.from({ length: parts + 1 }, (_, part) => first + Math.round(((end - first) * part) / parts))
const startedAt = performance.now()
console.log(`Seed ${seed}, ${end - first} texts, in ${parts} processes`)
await Promise.all(
  edges.slice(1).map((edge, part) =>
    watched(
      { first: edges[part] ?? first, end: edge },
      {
        entry: new URL('child.js', import.meta.url),
        args: [String(seed)],
        silenceMs: SILENCE_MS,
        onResult(result) {
          tally.add(result)
          for (const { reader, rule, what } of result.faults) report(result.index, `${rule}, ${reader}: ${what}`)
        },
        onEnding: report,
      },
    ),
  ),
)
tally.print((performance.now() - startedAt) / 1000)

const shapes = { few: [FEW, ALONE], all: [ALL, FEW] }[only === undefined ? values.long : 'none']
for (const [index, subjects] of [patternSubjects, readerSubjects].entries()) {
  const shape = shapes?.[index]
  if (shape === undefined) continue
  const began = performance.now()
  let tried = 0
  for (const { subject, text, what } of slowSubjects(subjects, shape, () => (tried += 1))) {
    faults += 1
    console.log(`\n${subject}: ${what}, with ${text}`)
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  console.log(`${subjects.length} ${index === 0 ? 'regular expressions' : 'readers'} on ${tried} long texts in ${seconds} s`)
}
console.log(faults === 0 ? 'None of them did what none may do.' : `${faults} faults`)
process.exitCode = faults === 0 ? 0 : 1
