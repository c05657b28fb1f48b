// Random walks: whatever clients do with a LocalSwf, and in whatever order, the invariants of support/invariants.ts hold.
//
// The seed is fixed, so that a run is like the one before. For others set in the environment
//   LOCAL_SWF_SEED   another seed, a whole number
//   LOCAL_SWF_RUNS   how many walks, instead of those given here
// A walk that fails is shrunk; fast-check prints its steps, with the seed and path that find them again.
import { expect, it } from 'vitest'
import { walkDirectly, walkOverHttp } from './support/random/random-walks.js'

it('all that must hold of an SWF holds after each step of a random walk', async () => {
  const met = await walkDirectly(100)
  // Of the 54 types of event: a walk that meets few proves little.
  if (process.env['LOCAL_SWF_RUNS'] === undefined) expect(met.size).toBeGreaterThan(42)
})

it('all that must hold of an SWF holds over HTTP, too', () => walkOverHttp(8))
