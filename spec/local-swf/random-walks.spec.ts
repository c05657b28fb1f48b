// A few of the walks of random-walks.long.spec.ts, where more is said of them.
import { expect, it } from 'vitest'
import { walkDirectly, walkOverHttp } from './support/random/random-walks.js'

it('all that must hold of an SWF holds after each step of a random walk', async () => {
  expect((await walkDirectly(12)).size).toBeGreaterThan(25)
})

it('all that must hold of an SWF holds over HTTP, too', () => walkOverHttp(2))
