import { judge } from './judge.js'
import { Prototypes } from './prototypes.js'
import { readers } from './readers.js'
import { timed } from './results.js'
import { FuzzTexts } from './texts.js'

/** Judges the texts of a range, and tells its parent about each. Arguments: seed, first, end. */
const [seed = 0, first = 0, end = 0] = process.argv.slice(2).map(Number)
// Of many errors in one text only one is ever looked at, and the stacks of all would take half of the time.
if (end - first > 1) Error.stackTraceLimit = 0

const texts = new FuzzTexts(seed)
const prototypes = new Prototypes()

for (let index = first; index < end; index++) {
  const { origin, text } = texts.at(index)
  const result = timed(() => judge(text, readers, prototypes))
  // Sent before the next one begins, so that what has not come is what this process ended at.
  await new Promise((resolve) => process.send?.({ index, origin, ...result }, resolve))
}
process.disconnect()
