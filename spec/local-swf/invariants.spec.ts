// That the invariants can fail: each of these histories is whole but for one thing, and one invariant must say so.
import { describe, expect, it } from 'vitest'
import { checkHistory, historyInvariants } from './support/invariants.js'
import { BrokenInvariant, type RecordedEvent } from './support/histories.js'
import { aBatchIsWrittenInOrder, replayIsStable } from './support/invariants/replay.js'
import { event, histories, history, started, turn, wholeHistories } from './support/made-histories.js'

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
    what: 'two decision tasks at a time',
    name: 'oneDecisionTaskIsOpenAtMost',
    events: [
      event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 }),
      event(6, 'DecisionTaskScheduled', {}),
      event(7, 'DecisionTaskScheduled', {}),
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
  {
    what: 'a reference to a later event',
    name: 'eachReferenceHolds',
    events: [event(5, 'TimerFired', { timerId: 't', startedEventId: 6 })],
  },
  { what: 'a reference that is missing', name: 'eachReferenceHolds', events: [event(5, 'ActivityTaskStarted', {})] },
  {
    what: 'a reference that nobody expects',
    name: 'eachReferenceHolds',
    events: [event(5, 'MarkerRecorded', { decisionTaskCompletedEventId: 4, fooEventId: 1 })],
  },
  {
    what: 'a task completed that was never started',
    name: 'eachReferenceHolds',
    events: [
      event(5, 'ActivityTaskScheduled', { decisionTaskCompletedEventId: 4 }),
      event(6, 'ActivityTaskCompleted', { scheduledEventId: 5, startedEventId: 0 }),
      event(7, 'DecisionTaskScheduled', {}),
    ],
  },
  {
    what: 'a started task timed out as if it never was',
    name: 'eachReferenceHolds',
    events: [
      event(5, 'ActivityTaskScheduled', { scheduleToStartTimeout: '0', decisionTaskCompletedEventId: 4 }),
      event(6, 'ActivityTaskStarted', { scheduledEventId: 5 }),
      event(7, 'ActivityTaskTimedOut', { scheduledEventId: 5, startedEventId: 0, timeoutType: 'SCHEDULE_TO_START' }),
      event(8, 'DecisionTaskScheduled', {}),
    ],
  },
  {
    what: "another timer's start",
    name: 'eachReferenceHolds',
    events: [
      event(5, 'TimerStarted', { timerId: 't', startToFireTimeout: '0', decisionTaskCompletedEventId: 4 }),
      event(6, 'TimerFired', { timerId: 'u', startedEventId: 5 }),
      event(7, 'DecisionTaskScheduled', {}),
    ],
  },
  {
    what: 'a signal that its sender never sent',
    name: 'eachReferenceHolds',
    events: [
      event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 3, externalWorkflowExecution: { runId: 'sender' } }),
      event(6, 'DecisionTaskScheduled', {}),
    ],
  },
  {
    what: 'a signal of a sender without a history',
    name: 'eachReferenceHolds',
    events: [
      event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 5, externalWorkflowExecution: { runId: 'nobody' } }),
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
    what: 'a heartbeat that is late too early',
    name: 'timeoutsComeOnTime',
    events: [
      event(5, 'ActivityTaskScheduled', { heartbeatTimeout: '5', decisionTaskCompletedEventId: 4 }),
      event(6, 'ActivityTaskStarted', { scheduledEventId: 5 }),
      event(7, 'ActivityTaskTimedOut', { scheduledEventId: 5, startedEventId: 6, timeoutType: 'HEARTBEAT' }, 6999),
      event(8, 'DecisionTaskScheduled', {}, 6999),
    ],
  },
  {
    what: 'a signal that no decider will see',
    name: 'nothingGoesUnseen',
    events: [event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 })],
  },
  {
    what: 'a decision task that timed out for good',
    name: 'nothingGoesUnseen',
    events: [
      event(5, 'WorkflowExecutionSignaled', { externalInitiatedEventId: 0 }),
      event(6, 'DecisionTaskScheduled', { scheduleToStartTimeout: '0' }),
      event(7, 'DecisionTaskTimedOut', { scheduledEventId: 6, startedEventId: 0, timeoutType: 'SCHEDULE_TO_START' }),
    ],
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
