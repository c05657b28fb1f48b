// Random walks: whatever clients do with a LocalSwf, and in whatever order, the invariants of support/invariants.ts hold.
//
// The seed is fixed, so that a run is like the one before. For others set in the environment
//   LOCAL_SWF_SEED   another seed, a whole number
//   LOCAL_SWF_RUNS   how many walks, instead of those given here
// A walk that fails is shrunk; fast-check prints its steps, with the seed and path that find them again.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { directPort } from './support/random/port.js'
import { parameters } from './support/random/parameters.js'
import { steps } from './support/random/steps.js'
import { walk } from './support/random/walk.js'

it('all that must hold of an SWF holds after each step of a random walk', async () => {
  const met = new Set<string>()
  const wander = fc.asyncProperty(steps(120), async (walked) => {
    const { histories } = await walk(directPort(), walked)
    for (const { events } of histories.values()) for (const { eventType } of events) met.add(eventType)
  })
  await fc.assert(wander, parameters({ runs: 100 }))
  // Of the 54 types of event: a walk that meets few proves little.
  if (process.env['LOCAL_SWF_RUNS'] === undefined) expect(met.size).toBeGreaterThan(42)
})
