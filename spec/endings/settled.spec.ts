import { expect, test } from 'vitest'
import { until } from '../reconciliation/scene.js'
import { nextState } from '../support/heard.js'
import { closesWorkflow, provoke, timeoutOf } from './provoke.js'
import { RESULT } from './expectations.js'
import { Stage } from './stage.js'
import { column } from './table.js'

test.each(column('settled'))('after it has settled: %s', async (_, { subject, ending, expected }) => {
  const stage = await Stage.start(subject)
  const { service, clock } = stage.scene
  await stage.begin(timeoutOf(ending))
  await stage.sendResult(RESULT)
  await until(() => stage.isSettled)
  if (ending === 'result' || ending === 'job-failed') {
    await stage.sendAgain(ending === 'result' ? 2 : undefined)
    await until(() => service.health().late === 1)
  } else if (ending === 'service-failed') {
    const failed = nextState('failed')
    await provoke(stage, ending)
    await failed
  } else {
    await provoke(stage, ending)
  }
  if (closesWorkflow(ending)) clock.advance(60_000)
  const { abandoned } = await stage.ends(expected)
  expect(abandoned).toEqual([])
})
