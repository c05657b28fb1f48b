// The same walks (see random-walks.long.spec.ts) under limits so low that they are met: of events, open things, open executions.
import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { textIn } from './support/histories.js'
import { directPort } from './support/random/port.js'
import { parameters } from './support/random/parameters.js'
import { steps } from './support/random/steps.js'
import { walk } from './support/random/walk.js'

const HISTORY_LIMIT = 14

vi.mock('../../lib/local-swf/model/limits.js', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  HISTORY_LIMIT: 14,
  OPEN_ACTIVITIES_LIMIT: 1,
  OPEN_TIMERS_LIMIT: 1,
  OPEN_CHILDREN_LIMIT: 1,
  OPEN_LAMBDA_FUNCTIONS_LIMIT: 1,
  OPEN_EXECUTIONS_LIMIT: 4,
}))

it('all that must hold of an SWF holds also where its limits are met', async () => {
  const causes = new Set<string>()
  const wander = fc.asyncProperty(steps(120), async (walked) => {
    const { histories } = await walk(directPort(), walked)
    for (const { events } of histories.values()) {
      expect(events.length).toBeLessThanOrEqual(HISTORY_LIMIT)
      for (const event of events) causes.add(textIn(event, 'cause'))
    }
  })
  await fc.assert(wander, parameters({ runs: 100 }))
  if (process.env['LOCAL_SWF_RUNS'] !== undefined) return
  expect(causes).toContain('EVENT_LIMIT_EXCEEDED')
  // Besides: of activities, timers, children, functions, executions.
  expect([...causes].filter((cause) => /^OPEN_\w+_LIMIT_EXCEEDED$/.test(cause)).length).toBeGreaterThan(1)
})
