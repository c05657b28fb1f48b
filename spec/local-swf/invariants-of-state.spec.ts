// That the invariants of state can fail: each time one thing that the SWF says is not what the histories say.
import { expect, it } from 'vitest'
import { BrokenInvariant } from './support/histories.js'
import * as state from './support/invariants/state.js'
import { nothingIsOverdue } from './support/invariants/times.js'
import { event, histories, history, started, wholeHistories } from './support/made-histories.js'

const sender = wholeHistories.get('sender') ?? history('missing', [])
const receiver = wholeHistories.get('receiver') ?? history('missing', [])

const openCounts = {
  openDecisionTasks: 1,
  openActivityTasks: 1,
  openTimers: 0,
  openChildWorkflowExecutions: 0,
  openLambdaFunctions: 0,
}
const open = { executionStatus: 'OPEN', closeStatus: undefined, openCounts }

it.each(Object.keys(openCounts))('an execution is described with another count of %s', (member) => {
  expect(() => state.openCountsAgree(sender, open)).not.toThrow()
  const wrong = { ...open, openCounts: { ...openCounts, [member]: 2 } }
  expect(() => state.openCountsAgree(sender, wrong)).toThrow(BrokenInvariant)
})

it('a closed execution is described with something open', () => {
  expect(() => state.openCountsAgree(receiver, open)).toThrow(BrokenInvariant)
})

it.each([
  ['an open execution is described as closed', sender, 'CLOSED', 'COMPLETED'],
  ['a closed execution is described as open', receiver, 'OPEN', undefined],
  ['an execution is described as closed in another way', receiver, 'CLOSED', 'FAILED'],
] as const)('%s', (_, run, executionStatus, closeStatus) => {
  expect(() => state.statusAgrees(sender, open)).not.toThrow()
  expect(() => state.statusAgrees(run, { ...open, executionStatus, closeStatus })).toThrow(BrokenInvariant)
})

it('a workflowId has two open runs', () => {
  expect(() => state.aWorkflowIdRunsOnceAtATime(wholeHistories)).not.toThrow()
  const twice = histories(sender, history('second', started))
  expect(() => state.aWorkflowIdRunsOnceAtATime(twice)).toThrow(BrokenInvariant)
})

it.each([
  ['a task is lost', new Map()],
  ['a task waits that nobody scheduled', new Map([['workers', 2]])],
  ['a task waits in another list', new Map([['elsewhere', 1]])],
])('%s', (_, pending) => {
  expect(() => state.pendingCountsAgree(wholeHistories, 'activity', new Map([['workers', 1]]))).not.toThrow()
  expect(() => state.pendingCountsAgree(wholeHistories, 'activity', pending)).toThrow(BrokenInvariant)
})

it('a poll waits beside a task', () => {
  expect(() => state.noPollWaitsBesideATask(wholeHistories, 'activity', ['deciders'])).not.toThrow()
  expect(() => state.noPollWaitsBesideATask(wholeHistories, 'decisionTask', ['deciders'])).toThrow(BrokenInvariant)
})

it.each([
  ['a deadline is missing', 4],
  ['a deadline is left over', 6],
])('%s', (_, deadlines) => {
  // The execution, its timer has fired; the activity, two polls, and what is closed.
  expect(() => state.deadlinesAreAccountedFor(wholeHistories, 2, 5)).not.toThrow()
  expect(() => state.deadlinesAreAccountedFor(wholeHistories, 2, deadlines)).toThrow(BrokenInvariant)
})

it('a task is given twice, or was never started', () => {
  const given = { kind: 'decisionTask', runId: 'receiver', startedEventId: 3 } as const
  expect(() => state.noTaskIsGivenTwice(wholeHistories, [given])).not.toThrow()
  expect(() => state.noTaskIsGivenTwice(wholeHistories, [given, given])).toThrow(BrokenInvariant)
  expect(() => state.noTaskIsGivenTwice(wholeHistories, [{ ...given, startedEventId: 0 }])).toThrow(BrokenInvariant)
  expect(() => state.noTaskIsGivenTwice(wholeHistories, [{ ...given, kind: 'activity' }])).toThrow(BrokenInvariant)
})

it('what was written changes, or is gone', () => {
  const longer = history('run', [...started, event(5, 'MarkerRecorded', { markerName: 'm' })])
  const changed = history('run', [...started, event(5, 'MarkerRecorded', { markerName: 'n' })])
  expect(() => state.historiesOnlyGrow(histories(history('run', started)), histories(longer))).not.toThrow()
  for (const later of [histories(changed), histories(history('run', started)), histories()]) {
    expect(() => state.historiesOnlyGrow(histories(longer), later)).toThrow(BrokenInvariant)
  }
})

it('something is open after its time', () => {
  expect(() => nothingIsOverdue(sender, 62_000)).not.toThrow()
  expect(() => nothingIsOverdue(sender, 62_001)).toThrow(BrokenInvariant)
})
