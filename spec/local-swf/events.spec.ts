import { EventType } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { problemsOf, structures } from './support/api-reference.js'
import { wrongReferences } from './support/event-references.js'
import { activities, denied, timers } from './support/scenarios/activities.js'
import { endings, functions, unhandled } from './support/scenarios/endings.js'
import { children, externals, orphans } from './support/scenarios/relatives.js'
import type { Scenario } from './support/scenarios/scenario.js'
import { attributesMember, attributesOf, wireHistory, type WireEvent } from './support/wire-history.js'

/** Where each event type of the SDK is to be seen. */
const seenIn: Readonly<Record<EventType, () => Promise<Scenario>>> = {
  ActivityTaskCancelRequested: activities,
  ActivityTaskCanceled: activities,
  ActivityTaskCompleted: activities,
  ActivityTaskFailed: activities,
  ActivityTaskScheduled: activities,
  ActivityTaskStarted: activities,
  ActivityTaskTimedOut: activities,
  CancelTimerFailed: timers,
  CancelWorkflowExecutionFailed: unhandled,
  ChildWorkflowExecutionCanceled: children,
  ChildWorkflowExecutionCompleted: children,
  ChildWorkflowExecutionFailed: children,
  ChildWorkflowExecutionStarted: children,
  ChildWorkflowExecutionTerminated: children,
  ChildWorkflowExecutionTimedOut: children,
  CompleteWorkflowExecutionFailed: unhandled,
  ContinueAsNewWorkflowExecutionFailed: unhandled,
  DecisionTaskCompleted: timers,
  DecisionTaskScheduled: timers,
  DecisionTaskStarted: timers,
  DecisionTaskTimedOut: timers,
  ExternalWorkflowExecutionCancelRequested: externals,
  ExternalWorkflowExecutionSignaled: externals,
  FailWorkflowExecutionFailed: unhandled,
  LambdaFunctionCompleted: functions,
  LambdaFunctionFailed: functions,
  LambdaFunctionScheduled: functions,
  LambdaFunctionStarted: functions,
  LambdaFunctionTimedOut: functions,
  MarkerRecorded: timers,
  RecordMarkerFailed: denied,
  RequestCancelActivityTaskFailed: activities,
  RequestCancelExternalWorkflowExecutionFailed: externals,
  RequestCancelExternalWorkflowExecutionInitiated: externals,
  ScheduleActivityTaskFailed: activities,
  ScheduleLambdaFunctionFailed: functions,
  SignalExternalWorkflowExecutionFailed: externals,
  SignalExternalWorkflowExecutionInitiated: externals,
  StartChildWorkflowExecutionFailed: children,
  StartChildWorkflowExecutionInitiated: children,
  StartLambdaFunctionFailed: functions,
  StartTimerFailed: timers,
  TimerCanceled: timers,
  TimerFired: timers,
  TimerStarted: timers,
  WorkflowExecutionCancelRequested: orphans,
  WorkflowExecutionCanceled: endings,
  WorkflowExecutionCompleted: endings,
  WorkflowExecutionContinuedAsNew: endings,
  WorkflowExecutionFailed: endings,
  WorkflowExecutionSignaled: externals,
  WorkflowExecutionStarted: children,
  WorkflowExecutionTerminated: endings,
  WorkflowExecutionTimedOut: endings,
}

const scenarios = [activities, timers, children, orphans, externals, endings, unhandled, functions, denied]
const eventTypes = Object.values(EventType)

async function historiesOf(scenario: () => Promise<Scenario>): Promise<ReadonlyMap<unknown, readonly WireEvent[]>> {
  const { swf, runs } = await scenario()
  const histories = new Map<unknown, readonly WireEvent[]>()
  for (const run of runs) histories.set(run.runId, await wireHistory(swf, run))
  return histories
}

describe('the table', () => {
  it('has all event types', () => {
    expect(Object.keys(seenIn).toSorted()).toEqual(eventTypes.toSorted())
  })
})

it.each(eventTypes)('%s is as the API reference describes it', async (type) => {
  const histories = await historiesOf(seenIn[type])
  let seen = 0
  for (const history of histories.values()) {
    for (const event of history.filter(({ eventType }) => eventType === type)) {
      seen += 1
      expect(Object.keys(event).toSorted()).toEqual([attributesMember(type), 'eventId', 'eventTimestamp', 'eventType'].toSorted())
      expect(problemsOf('HistoryEvent', event, type)).toEqual([])
      expect(wrongReferences(event, history, (runId) => histories.get(runId) ?? [])).toEqual([])
    }
  }
  expect(seen).toBeGreaterThan(0)
})

it('every member of every event is to be seen', async () => {
  const seen = new Map<string, Set<string>>()
  for (const scenario of scenarios) {
    for (const event of [...(await historiesOf(scenario)).values()].flat()) {
      const members = seen.get(event.eventType) ?? new Set()
      seen.set(event.eventType, members)
      for (const member of Object.keys(attributesOf(event))) members.add(member)
    }
  }
  for (const type of eventTypes) {
    const documented = structures.get(`${type}EventAttributes`)?.map(({ name }) => name)
    expect({ type, members: [...(seen.get(type) ?? [])].toSorted() }).toEqual({ type, members: documented?.toSorted() })
  }
})

it('event ids are dense, and time never goes back', async () => {
  for (const history of (await historiesOf(activities)).values()) {
    expect(history.map(({ eventId }) => eventId)).toEqual(history.map((_, index) => index + 1))
    const times = history.map(({ eventTimestamp }) => Number(eventTimestamp))
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  }
})
