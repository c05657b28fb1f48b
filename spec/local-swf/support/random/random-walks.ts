import * as fc from 'fast-check'
import { httpPort } from './http-port.js'
import { parameters } from './parameters.js'
import { directPort } from './port.js'
import { steps } from './steps.js'
import { walk } from './walk.js'

/** Walks straight to the operations. Gives the types of the events that were met. */
export async function walkDirectly(runs: number): Promise<ReadonlySet<string>> {
  const met = new Set<string>()
  const wander = fc.asyncProperty(steps(120), async (walked) => {
    const { histories } = await walk(directPort(), walked)
    for (const { events } of histories.values()) for (const { eventType } of events) met.add(eventType)
  })
  await fc.assert(wander, parameters({ runs }))
  return met
}

/** Walks over HTTP, with the SDK. */
export async function walkOverHttp(runs: number): Promise<void> {
  const wander = fc.asyncProperty(steps(40), async (walked) => {
    await using port = await httpPort()
    await walk(port, walked)
  })
  await fc.assert(wander, parameters({ runs }))
}
