import { expect, test } from 'vitest'
import { closesWorkflow, comesWithStart, provoke, timeoutOf } from './provoke.js'
import { Stage } from './stage.js'
import { column } from './table.js'

const DRAIN_MS = 10_000

test.each(column('stopping'))('while a stop is under way: %s', async (_, { subject, ending, expected }) => {
  const stage = await Stage.start(subject)
  const isLate = comesWithStart(ending)
  if (subject !== 'unawaited job' && !isLate) await stage.begin(timeoutOf(ending))
  stage.stop(ending === 'stopped' ? DRAIN_MS : Infinity)
  expect(stage.state).toBe('stopping')
  if (ending !== 'stopped') await provoke(stage, ending)
  else if (subject === 'unawaited job') void stage.begin()
  else await stage.passTime(DRAIN_MS)
  if (closesWorkflow(ending)) await stage.sweep()
  const { settled, abandoned } = await stage.ends(expected)
  const isAbandoned = !isLate && subject !== 'unawaited job' && expected.outcome === 'given-up'
  expect(abandoned).toHaveLength(isAbandoned ? 1 : 0)
  expect(settled).toBe(isLate || isAbandoned || subject === 'unawaited job' ? 0 : 1)
})
