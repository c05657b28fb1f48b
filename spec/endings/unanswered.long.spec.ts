import { expect, test } from 'vitest'
import { until } from '../reconciliation/scene.js'
import { closesWorkflow, comesWithStart, provoke, timeoutOf } from './provoke.js'
import { HOUR_MS, Stage } from './stage.js'
import { column } from './table.js'

/** SWF has started the execution, and says so so late. */
const ANSWER_MS = 2 * HOUR_MS

test.each(column('unanswered'))('before its start is answered: %s', async (_, { subject, ending, expected }) => {
  const stage = await Stage.start(subject)
  const { swf, clock } = stage.scene
  let answered: Promise<void> | undefined
  if (!comesWithStart(ending)) {
    swf.inject({ kind: 'latency', latencyMs: ANSWER_MS, operation: 'StartWorkflowExecution' })
    answered = stage.begin(timeoutOf(ending))
    await until(() => swf.executions().length > 0)
  }
  await provoke(stage, ending)
  if (closesWorkflow(ending)) {
    // Of which run it is becomes known by the answer.
    clock.advance(ANSWER_MS)
    await answered
    await stage.sweep()
  }
  const { abandoned } = await stage.ends(expected)
  expect(abandoned).toHaveLength(ending === 'stopped' && subject === 'awaited job' ? 1 : 0)
})
