import { expect, test } from 'vitest'
import { until } from '../reconciliation/scene.js'
import { comesWithStart, provoke, timeoutOf } from './provoke.js'
import { Stage } from './stage.js'
import { column } from './table.js'

test.each(column('unstarted'))('while the service is starting: %s', async (_, { subject, ending, expected }) => {
  const stage = await Stage.prepare(subject)
  if (!comesWithStart(ending)) {
    stage.scene.swf.inject({ kind: 'hang', operation: 'DescribeActivityType' })
    void stage.begin(timeoutOf(ending))
    await until(() => stage.scene.count('DescribeActivityType') > 0)
    expect(stage.state).toBe('starting')
  }
  await provoke(stage, ending)
  const { abandoned } = await stage.ends(expected)
  expect(abandoned).toHaveLength(ending === 'stopped' && subject === 'awaited job' ? 1 : 0)
})
