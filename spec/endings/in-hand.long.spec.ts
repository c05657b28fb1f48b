import { expect, test } from 'vitest'
import { nextDeed, noOrders, pause } from '../support/obedient-thread.js'
import { nextState } from '../support/heard.js'
import { closesWorkflow, provoke, timeoutOf } from './provoke.js'
import { RESULT } from './expectations.js'
import { Stage } from './stage.js'
import { column, type Subject } from './table.js'

/** What the task in hand brings. */
const BRINGS = new Set(['result', 'job-failed', 'result-invalid'])

interface Held {
  readonly stage: Stage
  /** The thread goes on. */
  readonly release: () => void
}

/** The thread stands still: it has the task, and has told of it, but has not read it. */
async function holdTask(subject: Subject, ending: string): Promise<Held> {
  const release = pause({ after: 'task' })
  const stage = await Stage.start(subject)
  noOrders()
  await stage.begin(timeoutOf(ending))
  const held = nextDeed()
  if (BRINGS.has(ending)) await provoke(stage, ending)
  else await stage.sendResult(RESULT)
  await held
  return { stage, release }
}

test.each(column('in-hand'))('with its result task in hand: %s', async (_, { subject, ending, expected }) => {
  const { stage, release } = await holdTask(subject, ending)
  if (ending === 'service-failed') {
    stage.deny('PollForActivityTask')
    await stage.killThread()
    await stage.succeed('failed')
  } else if (closesWorkflow(ending)) {
    await provoke(stage, ending)
    // Nothing but the history tells of the result any more.
    await stage.killThread()
    await stage.succeed('running')
    await stage.sweep()
  } else if (ending === 'stopped') {
    await provoke(stage, ending)
    // The thread does not end by itself.
    await stage.passTime(1_000)
  } else {
    if (!BRINGS.has(ending)) await provoke(stage, ending)
    release()
  }
  const { abandoned, unanswered } = await stage.ends(expected)
  const isStopped = ending === 'stopped'
  expect({ abandoned: abandoned.length, unanswered: unanswered.length }).toEqual({
    abandoned: isStopped ? 1 : 0,
    unanswered: isStopped ? 1 : 0,
  })
})

test('a stop that wants nothing but the end keeps the result of the task in hand', async () => {
  const { stage, release } = await holdTask('awaited job', 'stopped')
  const stopping = nextState('stopping')
  stage.stop(0)
  await stopping
  release()
  expect(await stage.ends({ value: RESULT, outcome: 'completed' })).toEqual({ settled: 1, abandoned: [], unanswered: [] })
})
