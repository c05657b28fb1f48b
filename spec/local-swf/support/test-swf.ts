import { setImmediate as turn } from 'node:timers/promises'
import {
  paginateGetWorkflowExecutionHistory,
  SWF,
  type Decision,
  type HistoryEvent,
  type StartWorkflowExecutionInput,
} from '@aws-sdk/client-swf'
import { onTestFinished } from 'vitest'
import { LocalSwf, ManualClock, type LocalSwfOptions } from '../../../lib/local-swf/index.js'
import { quickCall } from './raw-request.js'

export const domain = 'orders'
export const workflowType = { name: 'order', version: '1' }
export const activityType = { name: 'ship', version: '1' }
export const decisionList = { name: 'deciders' }
export const activityList = { name: 'workers' }

export interface Run {
  readonly workflowId: string
  readonly runId: string
}

export interface PlainEvent {
  readonly eventId: number
  readonly eventType: string
  readonly attributes: Readonly<Record<string, unknown>>
}

/** A LocalSwf on a manual clock and a real client of it, both gone when the test is over. */
export class TestSwf {
  readonly clock: ManualClock
  readonly server: LocalSwf
  readonly client: SWF
  readonly #polls = new Set<AbortController>()

  private constructor(clock: ManualClock, server: LocalSwf) {
    this.clock = clock
    this.server = server
    this.client = new SWF({ ...server.clientOptions, maxAttempts: 1 })
  }

  static async start(options: LocalSwfOptions = {}): Promise<TestSwf> {
    const clock = new ManualClock(1_800_000_000_250)
    const swf = new TestSwf(clock, await LocalSwf.start({ clock, ...options }))
    onTestFinished(async () => {
      // A destroyed client sends a poll that is under way once more: abort first.
      for (const poll of swf.#polls) poll.abort()
      swf.client.destroy()
      await swf.server.stop()
    })
    return swf
  }

  /** With a domain, a workflow type and an activity type, all defaults given. */
  static async registered(options?: LocalSwfOptions): Promise<TestSwf> {
    const swf = await TestSwf.start(options)
    const { server } = swf
    await quickCall(server, 'RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '7' })
    await quickCall(server, 'RegisterWorkflowType', {
      domain,
      ...workflowType,
      defaultTaskList: decisionList,
      defaultTaskStartToCloseTimeout: '30',
      defaultExecutionStartToCloseTimeout: '3600',
      defaultChildPolicy: 'TERMINATE',
    })
    await quickCall(server, 'RegisterActivityType', {
      domain,
      ...activityType,
      defaultTaskList: activityList,
      defaultTaskScheduleToStartTimeout: 'NONE',
      defaultTaskScheduleToCloseTimeout: 'NONE',
      defaultTaskStartToCloseTimeout: 'NONE',
      defaultTaskHeartbeatTimeout: 'NONE',
    })
    return swf
  }

  async startRun(overrides: Partial<StartWorkflowExecutionInput> = {}): Promise<Run> {
    const workflowId = overrides.workflowId ?? 'order-1'
    const { runId = '' } = await this.client.startWorkflowExecution({ domain, workflowType, ...overrides, workflowId })
    return { workflowId, runId }
  }

  pollDecision(overrides: Partial<Parameters<SWF['pollForDecisionTask']>[0]> = {}, abortSignal = this.#pollSignal()) {
    return this.client.pollForDecisionTask({ domain, taskList: decisionList, ...overrides }, { abortSignal })
  }

  pollActivity(overrides: Partial<Parameters<SWF['pollForActivityTask']>[0]> = {}, abortSignal = this.#pollSignal()) {
    return this.client.pollForActivityTask({ domain, taskList: activityList, ...overrides }, { abortSignal })
  }

  /** One for each poll: the SDK leaves its listeners on them. */
  #pollSignal(): AbortSignal {
    const poll = new AbortController()
    this.#polls.add(poll)
    return poll.signal
  }

  /** Takes the next decision task and answers it. */
  async decide(...decisions: Decision[]): Promise<void> {
    const { taskToken } = await this.pollDecision()
    await this.client.respondDecisionTaskCompleted({ taskToken, decisions })
  }

  async history({ workflowId, runId }: Run): Promise<PlainEvent[]> {
    const events: PlainEvent[] = []
    const request = { domain, execution: { workflowId, runId } }
    for await (const page of paginateGetWorkflowExecutionHistory({ client: this.client }, request)) {
      events.push(...(page.events ?? []).map(plainEvent))
    }
    return events
  }

  /** The events from this id on. */
  async historyFrom(eventId: number, run: Run): Promise<PlainEvent[]> {
    return (await this.history(run)).slice(eventId - 1)
  }
}

export function plainEvent(event: HistoryEvent): PlainEvent {
  const { eventId = 0, eventType = '', eventTimestamp: _, ...rest } = event
  const [attributes = {}] = Object.values(rest)
  return { eventId, eventType, attributes: { ...attributes } }
}

export function eventTypes(events: readonly PlainEvent[]): string[] {
  return events.map(({ eventType }) => eventType)
}

/** Schedules an activity of the registered type. */
export function schedule(
  activityId: string,
  overrides: Decision['scheduleActivityTaskDecisionAttributes'] | object = {},
): Decision {
  return {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: { activityType, activityId, ...overrides },
  }
}

export function startTimer(timerId: string, startToFireTimeout: string): Decision {
  return { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId, startToFireTimeout } }
}

export function complete(result?: string): Decision {
  return { decisionType: 'CompleteWorkflowExecution', completeWorkflowExecutionDecisionAttributes: { result } }
}

/** What a call was refused with. Fails when it was not. */
export async function faultOf(call: Promise<unknown>): Promise<{ readonly name: string; readonly message: string }> {
  try {
    await call
  } catch (error) {
    if (error instanceof Error) return { name: error.name, message: error.message }
  }
  throw new Error('the call was not refused')
}

/** Moves the clock second by second until the promise settles, and tells how far it was moved, in ms. */
export async function advanceUntil(swf: TestSwf, settled: Promise<unknown>): Promise<number> {
  const fromMs = swf.clock.now()
  while ((await Promise.race([settled.then(() => 'settled'), turn('waiting')])) === 'waiting') swf.clock.advance(1000)
  return swf.clock.now() - fromMs
}

/** Events 1 to 3 are the start and the first decision task; what it decides begins with event 4. */
export async function decided(...decisions: Decision[]) {
  const swf = await TestSwf.registered()
  const run = await swf.startRun()
  await swf.decide(...decisions)
  return { swf, run, events: await swf.historyFrom(4, run) }
}
