// A few of the walks of random-walks.spec.ts over HTTP, with the SDK.
import * as fc from 'fast-check'
import { it } from 'vitest'
import { httpPort } from './support/random/http-port.js'
import { parameters } from './support/random/parameters.js'
import { steps } from './support/random/steps.js'
import { walk } from './support/random/walk.js'

it('all that must hold of an SWF holds over HTTP, too', async () => {
  const wander = fc.asyncProperty(steps(40), async (walked) => {
    await using port = await httpPort()
    await walk(port, walked)
  })
  await fc.assert(wander, parameters({ runs: 8 }))
})
