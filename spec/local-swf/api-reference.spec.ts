import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { EventType } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { SwfFault } from '../../lib/local-swf/answers/faults.js'
import { operationNames } from '../../lib/local-swf/operations/table.js'
import { problemsOf, structures } from './support/api-reference.js'
import { beyondLimits, sender } from './support/beyond-limits.js'
import { wrongReferences } from './support/event-references.js'
import { examples } from './support/examples.js'
import { activities, denied, timers } from './support/scenarios/activities.js'
import { endings, functions, unhandled } from './support/scenarios/endings.js'
import { children, externals, orphans } from './support/scenarios/relatives.js'
import type { Scenario } from './support/scenarios/scenario.js'
import { TestSwf, faultOf } from './support/test-swf.js'
import { type WireEvent, attributesMember, attributesOf, wireHistory } from './support/wire-history.js'
import * as sdk from '@aws-sdk/client-swf'

describe('events', () => {
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

  type WireHistories = ReadonlyMap<unknown, readonly WireEvent[]>

  /** Each scenario is played once, for all who look at its histories. */
  const played = new Map<() => Promise<Scenario>, Promise<WireHistories>>()

  function historiesOf(scenario: () => Promise<Scenario>): Promise<WireHistories> {
    const histories = played.get(scenario) ?? play(scenario)
    played.set(scenario, histories)
    return histories
  }

  async function play(scenario: () => Promise<Scenario>): Promise<WireHistories> {
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
        expect(Object.keys(event).toSorted()).toEqual(
          [attributesMember(type), 'eventId', 'eventTimestamp', 'eventType'].toSorted(),
        )
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
})

describe('commands', () => {
  /** Every command of the SDK: its own list of what SWF does. */
  const commands = Object.keys(sdk)
    .filter((name) => /^[A-Z]\w*Command$/.test(name))
    .map((name) => name.replace(/Command$/, ''))

  /** Faults that a command may answer by its model, but that nothing documented provokes. */
  const unprovokable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    ListTagsForResource: { LimitExceededFault: 'no limit is documented that a look at tags could reach' },
    TagResource: { LimitExceededFault: 'the only documented limit, of 50 tags, has TooManyTagsFault' },
    UntagResource: { LimitExceededFault: 'no limit is documented that removing tags could reach' },
  }

  /** The faults of a command, as the SDK's own documentation lists them. Its base class is no fault of SWF's. */
  function modelledFaults(command: string): string[] {
    const root = createRequire(import.meta.url).resolve('@aws-sdk/client-swf/package.json')
    const declaration = new URL(`dist-types/commands/${command}Command.d.ts`, pathToFileURL(root))
    const faults = readFileSync(declaration, 'utf8').matchAll(/@throws \{@link (\w+)\}/g)
    return Array.from(faults, ([, fault = '']) => fault).filter((fault) => fault !== 'SWFServiceException')
  }

  /** By the client's own method for the command. */
  function send({ client }: TestSwf, command: string, request: object): Promise<unknown> {
    const method: unknown = Reflect.get(client, command.charAt(0).toLowerCase() + command.slice(1))
    if (typeof method !== 'function') throw new TypeError(`the client has no method for ${command}`)
    return Promise.resolve(Reflect.apply(method, client, [request]))
  }

  function exampleOf(command: string) {
    const example = examples[command]
    if (!example) throw new TypeError(`there is no example of ${command}`)
    return example
  }

  describe('the commands of the SDK', () => {
    it('are the operations of LocalSwf', () => {
      expect(commands.length).toBeGreaterThanOrEqual(39)
      expect(operationNames.toSorted()).toEqual(commands.toSorted())
    })

    it('all answer OperationNotPermittedFault when they are denied', async () => {
      const swf = await TestSwf.start({ deny: commands })
      const faults = await Promise.all(commands.map(async (command) => (await faultOf(send(swf, command, {}))).name))
      expect(faults).toEqual(commands.map(() => 'OperationNotPermittedFault'))
    })

    it('have an example here each', () => {
      expect(Object.keys(examples).toSorted()).toEqual(commands.toSorted())
    })
  })

  describe.each(commands)('%s', (command) => {
    it('is served', async () => {
      const swf = await TestSwf.registered()
      const answer = await send(swf, command, await exampleOf(command).served(swf))
      expect(answer).toMatchObject({ $metadata: { httpStatusCode: 200 } })
    })

    it('answers each of its modelled faults, but for those that nothing provokes', () => {
      const provoked = ['OperationNotPermittedFault', ...Object.keys(exampleOf(command).faults)]
      if (command in beyondLimits) provoked.push('LimitExceededFault')
      const notProvoked = Object.keys(unprovokable[command] ?? {})
      expect([...provoked, ...notProvoked].toSorted()).toEqual(modelledFaults(command).toSorted())
    })

    it.each(Object.entries(examples[command]?.faults ?? {}))('answers %s', async (fault, request) => {
      const swf = await TestSwf.registered()
      const sent = send(swf, command, await request(swf))
      expect((await faultOf(sent)).name).toBe(fault)
    })
  })

  describe.each(Object.entries(beyondLimits))('%s', (_, beyondLimit) => {
    it('answers LimitExceededFault beyond its limit', async () => {
      const fault = await Promise.resolve(sender())
        .then(beyondLimit)
        .catch((error: unknown) => error)
      expect(fault).toBeInstanceOf(SwfFault)
      expect(fault).toMatchObject({ type: 'com.amazonaws.swf.base.model#LimitExceededFault' })
    })
  })
})
