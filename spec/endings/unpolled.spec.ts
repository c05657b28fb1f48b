import { expect, test } from 'vitest'
import { closesWorkflow, comesWithStart, provoke, timeoutOf } from './provoke.js'
import { Stage } from './stage.js'
import { column } from './table.js'

test.each(column('unpolled'))('before its result task was polled: %s', async (_, { subject, ending, expected }) => {
  const stage = await Stage.start(subject)
  if (!comesWithStart(ending)) await stage.begin(timeoutOf(ending))
  await provoke(stage, ending)
  if (closesWorkflow(ending)) await stage.sweep()
  const { abandoned } = await stage.ends(expected)
  expect(abandoned).toHaveLength(ending === 'stopped' ? 1 : 0)
})
