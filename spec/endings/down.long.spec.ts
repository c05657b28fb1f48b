import { expect, test } from 'vitest'
import { closesWorkflow, comesWithStart, provoke, timeoutOf } from './provoke.js'
import { Stage } from './stage.js'
import { column } from './table.js'

/** Endings that need no thread. */
const AT_ONCE = new Set(['deadline', 'aborted', 'already-aborted', 'stopped'])

test.each(column('down'))('while the thread is down: %s', async (_, { subject, ending, expected }) => {
  const stage = await Stage.start(subject)
  const isStarting = subject === 'unawaited job'
  if (!isStarting && !comesWithStart(ending)) await stage.begin(timeoutOf(ending))
  await stage.killThread()
  if (isStarting && !comesWithStart(ending)) void stage.begin()
  if (ending === 'service-failed') {
    stage.deny('PollForActivityTask')
    stage.scene.swf.inject({ kind: 'hang', operation: 'StartWorkflowExecution' })
    await stage.succeed('failed')
  } else {
    await provoke(stage, ending)
  }
  if (!AT_ONCE.has(ending) && ending !== 'service-failed') await stage.succeed('running')
  if (closesWorkflow(ending)) await stage.sweep()
  const { abandoned } = await stage.ends(expected)
  expect(abandoned).toHaveLength(ending === 'stopped' && !isStarting ? 1 : 0)
})
