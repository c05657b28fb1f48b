import { describe, expect, it } from 'vitest'
import { BrokenInvariant, type RecordedEvent } from './support/histories.js'
import { checkHistory, historyInvariants } from './support/invariants.js'
import { aBatchIsWrittenInOrder, replayIsStable } from './support/invariants/replay.js'
import { nothingIsOverdue } from './support/invariants/times.js'
import { event, histories, history, started, turn, wholeHistories } from './support/made-histories.js'
import * as state from './support/invariants/state.js'

type Name = keyof typeof historyInvariants

interface BrokenHistory {
  /** What is wrong. */
  readonly what: string
  /** The invariant that says it. */
  readonly name: Name
  /** After the start and the first turn, which are events 1 to 4. */
  readonly events: readonly RecordedEvent[]
}

const brokenHistories: readonly BrokenHistory[] = [
  {
    what: 'a gap in the event ids',
    name: 'eventIdsAreDense',
    events: [event(6, 'TimerStarted', { timerId: 't', decisionTaskCompletedEventId: 4 })],
  },
  {
    what: 'a second start',
    name: 'aHistoryBeginsWithItsStart',
    events: [event(5, 'WorkflowExecutionStarted', { parentInitiatedEventId: 0 })],
  },
  {
    what: 'time that goes back',
    name: 'timeNeverGoesBack',
    events: [event(5, 'MarkerRecorded', { decisionTaskCompletedEventId: 4 }, 1)],
  },
  {
    what: 'an event after the close',
    name: 'nothingIsWrittenAfterTheClose',
    events: [
      event(5, 'WorkflowExecutionCompleted', { decisionTaskCompletedEventId: 4 }),
      event(6, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 }),
    ],
  },
  {
    what: 'two decision tasks that wait at a time',
    name: 'oneDecisionTaskWaitsAndOneIsStartedAtMost',
    events: [
      event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 }),
      event(6, 'DecisionTaskScheduled', {}),
      event(7, 'DecisionTaskScheduled', {}),
    ],
  },
  {
    what: 'a decision task that is started beside another one',
    name: 'oneDecisionTaskWaitsAndOneIsStartedAtMost',
    events: [
      event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 }),
      event(6, 'DecisionTaskScheduled', {}),
      event(7, 'DecisionTaskStarted', { scheduledEventId: 6 }),
      event(8, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 }),
      event(9, 'DecisionTaskScheduled', {}),
      event(10, 'DecisionTaskStarted', { scheduledEventId: 9 }),
    ],
  },
  {
    what: 'a decision task that comes later than what it is for',
    name: 'nothingWaitsForItsDecisionTask',
    events: [
      event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 }),
      event(6, 'DecisionTaskScheduled', {}),
      event(7, 'DecisionTaskStarted', { scheduledEventId: 6 }),
      event(8, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 }),
      event(9, 'DecisionTaskCompleted', { scheduledEventId: 6, startedEventId: 7 }),
      event(10, 'DecisionTaskScheduled', {}),
    ],
  },
  {
    what: 'a timer that ends twice',
    name: 'eachThingClosesOnce',
    events: [
      event(5, 'TimerStarted', { timerId: 't', startToFireTimeout: '0', decisionTaskCompletedEventId: 4 }),
      event(6, 'TimerFired', { timerId: 't', startedEventId: 5 }),
      event(7, 'TimerFired', { timerId: 't', startedEventId: 5 }),
      event(8, 'DecisionTaskScheduled', {}),
    ],
  },
  {
    what: 'an activity that two workers start',
    name: 'eachThingStartsOnceAndBeforeItsEnd',
    events: [
      event(5, 'ActivityTaskScheduled', { decisionTaskCompletedEventId: 4 }),
      event(6, 'ActivityTaskStarted', { scheduledEventId: 5 }),
      event(7, 'ActivityTaskStarted', { scheduledEventId: 5 }),
    ],
  },
  {
    what: 'a reference to the wrong type of event',
    name: 'eachReferenceHolds',
    events: [event(5, 'ActivityTaskStarted', { scheduledEventId: 2 })],
  },
  { what: 'a reference that is missing', name: 'eachReferenceHolds', events: [event(5, 'ActivityTaskStarted', {})] },
  {
    what: 'a signal that its sender never sent',
    name: 'eachReferenceHolds',
    events: [
      event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 3, externalWorkflowExecution: { runId: 'sender' } }),
      event(6, 'DecisionTaskScheduled', {}),
    ],
  },
  {
    what: 'a decision of an older batch',
    name: 'decisionsNameTheLatestBatch',
    events: [
      event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 }),
      ...turn(6),
      event(9, 'MarkerRecorded', { decisionTaskCompletedEventId: 4 }),
    ],
  },
  {
    what: 'a run that continues as none',
    name: 'aContinuedRunKnowsItsNext',
    events: [event(5, 'WorkflowExecutionContinuedAsNew', { newExecutionRunId: 'nobody', decisionTaskCompletedEventId: 4 })],
  },
  {
    what: 'a timer that fires early',
    name: 'timeoutsComeOnTime',
    events: [
      event(5, 'TimerStarted', { timerId: 't', startToFireTimeout: '5', decisionTaskCompletedEventId: 4 }),
      event(6, 'TimerFired', { timerId: 't', startedEventId: 5 }, 6999),
      event(7, 'DecisionTaskScheduled', {}, 6999),
    ],
  },
  {
    what: 'a signal that no decider will see',
    name: 'nothingGoesUnseen',
    events: [event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 })],
  },
  {
    what: 'a decider that is woken for nothing',
    name: 'noDeciderIsWokenForNothing',
    events: [event(5, 'MarkerRecorded', { decisionTaskCompletedEventId: 4 }), event(6, 'DecisionTaskScheduled', {})],
  },
]

describe('the invariants of a history', () => {
  it('hold of whole histories', () => {
    for (const whole of wholeHistories.values()) expect(() => checkHistory(whole, wholeHistories)).not.toThrow()
  })

  it.each(brokenHistories)('tell $what: $name', ({ name, events }) => {
    const broken = history('broken', [...started, ...events])
    const among = histories(broken, ...wholeHistories.values())
    expect(() => historyInvariants[name](broken, among)).toThrow(BrokenInvariant)
  })

  it('are all among those that were seen to fail', () => {
    const failed = new Set([...brokenHistories.map(({ name }) => name), 'aChildIsWhatItsParentDecided'])
    expect(failed).toEqual(new Set(Object.keys(historyInvariants)))
  })

  it('tell a child that its parent did not decide', () => {
    const parentWorkflowExecution = { workflowId: 'order', runId: 'parent' }
    const child = history('child', [event(1, 'WorkflowExecutionStarted', { parentWorkflowExecution, parentInitiatedEventId: 5 })])
    const initiated = event(5, 'StartChildWorkflowExecutionInitiated', { workflowId: 'another', decisionTaskCompletedEventId: 4 })
    const family = histories(child, history('parent', [...started, initiated]))
    expect(() => historyInvariants.aChildIsWhatItsParentDecided(child, family)).toThrow(BrokenInvariant)
  })
})

describe('the invariants of decisions', () => {
  const marked = history('run', [...started, event(5, 'MarkerRecorded', { markerName: 'm', decisionTaskCompletedEventId: 4 })])
  const marker = (markerName: string) => ({ decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName } })

  it.each([
    ['one that is not written', [marker('m'), marker('n')]],
    ['one that nobody decided', []],
    ['another than the one that was decided', [marker('n')]],
  ])('tell %s', (_, batch) => {
    const completed = marked.events[3] ?? expect.fail()
    expect(() => aBatchIsWrittenInOrder(marked, batch, completed)).toThrow(BrokenInvariant)
    expect(() => replayIsStable(marked, () => batch)).toThrow(BrokenInvariant)
    expect(() => replayIsStable(marked, () => [marker('m')])).not.toThrow()
  })
})

describe('the invariants of state tell that', () => {
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
})
