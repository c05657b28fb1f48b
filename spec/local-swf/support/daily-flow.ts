import { SWF, type Decision, type HistoryEvent } from '@aws-sdk/client-swf'
import { onTestFinished } from 'vitest'
import type { LocalSwf } from '../../../lib/local-swf/index.js'

const domain = 'daily'
const workflowType = { name: 'daily', version: '1' }
const activityType = { name: 'report', version: '1' }
const taskList = { name: 'daily' }

interface Durations {
  /** Whole seconds. */
  readonly day: number
  readonly retry: number
}

export const DAYS = 3
const ATTEMPTS = 3

/**
 * Three days of it: each day a timer, then an activity that fails twice, with a timer before each retry, and then succeeds. Its
 * decider and its worker are loops over a real client, as anybody would write them.
 */
export class DailyFlow {
  readonly #client: SWF
  readonly #durations: Durations
  readonly #stopping = new AbortController()

  private constructor(swf: LocalSwf, durations: Durations) {
    this.#client = new SWF({ ...swf.clientOptions, maxAttempts: 1 })
    this.#durations = durations
  }

  /** Serves until the test is over. */
  static async serve(swf: LocalSwf, durations: Durations): Promise<DailyFlow> {
    const flow = new DailyFlow(swf, durations)
    const client = flow.#client
    await client.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '90' })
    await client.registerWorkflowType({ domain, ...workflowType })
    await client.registerActivityType({ domain, ...activityType })
    const loops = [flow.#loop(() => flow.#decide()), flow.#loop(() => flow.#work())]
    onTestFinished(async () => {
      flow.#stopping.abort()
      await Promise.all(loops)
      client.destroy()
    })
    return flow
  }

  async start(): Promise<void> {
    await this.#client.startWorkflowExecution({
      domain,
      workflowId: 'daily',
      workflowType,
      taskList,
      executionStartToCloseTimeout: '31536000',
      taskStartToCloseTimeout: '30',
      childPolicy: 'TERMINATE',
    })
  }

  async history(): Promise<HistoryEvent[]> {
    const { executionInfos: [info] = [] } = await this.#client.listClosedWorkflowExecutions({
      domain,
      startTimeFilter: { oldestDate: new Date(0) },
    })
    const { events = [] } = await this.#client.getWorkflowExecutionHistory({ domain, execution: info?.execution })
    return events
  }

  async #loop(turn: () => Promise<void>): Promise<void> {
    while (!this.#stopping.signal.aborted) await turn().catch((error: unknown) => this.#unlessStopping(error))
  }

  #unlessStopping(error: unknown): void {
    if (!this.#stopping.signal.aborted) throw error
  }

  /** A signal for each poll: the SDK leaves its listeners on them. */
  get #options() {
    return { abortSignal: AbortSignal.any([this.#stopping.signal]) }
  }

  async #decide(): Promise<void> {
    // The latest day is enough to go by: its events fit on a page.
    const latest = { reverseOrder: true, maximumPageSize: 40 }
    const { taskToken, events = [] } = await this.#client.pollForDecisionTask({ domain, taskList, ...latest }, this.#options)
    if (taskToken) await this.#client.respondDecisionTaskCompleted({ taskToken, decisions: [this.#next(events)] })
  }

  async #work(): Promise<void> {
    const { taskToken, input } = await this.#client.pollForActivityTask({ domain, taskList }, this.#options)
    if (!taskToken) return
    if (Number(input) < ATTEMPTS) await this.#client.respondActivityTaskFailed({ taskToken, reason: 'not yet' })
    else await this.#client.respondActivityTaskCompleted({ taskToken })
  }

  /** @param events the latest first */
  #next(events: readonly HistoryEvent[]): Decision {
    const timerIds = events.flatMap(({ timerStartedEventAttributes }) => timerStartedEventAttributes?.timerId ?? [])
    const day = Number(timerIds.find((timerId) => timerId.startsWith('day'))?.slice('day '.length) ?? 0)
    const last = events.find(({ eventType }) => /^(TimerFired|ActivityTask(Completed|Failed))$/.test(eventType ?? ''))
    const today = events.slice(
      0,
      events.findIndex(({ timerFiredEventAttributes: fired }) => fired?.timerId === `day ${day}`),
    )
    const failures = today.filter(({ eventType }) => eventType === 'ActivityTaskFailed').length
    if (last?.eventType === 'TimerFired') return report(failures + 1)
    if (last?.eventType === 'ActivityTaskFailed') return timer(`retry ${failures} of day ${day}`, this.#durations.retry)
    return day === DAYS ? { decisionType: 'CompleteWorkflowExecution' } : timer(`day ${day + 1}`, this.#durations.day)
  }
}

function report(attempt: number): Decision {
  return {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityType,
      activityId: 'report',
      input: String(attempt),
      taskList,
      scheduleToStartTimeout: '60',
      scheduleToCloseTimeout: 'NONE',
      startToCloseTimeout: '60',
      heartbeatTimeout: 'NONE',
    },
  }
}

function timer(timerId: string, seconds: number): Decision {
  return { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId, startToFireTimeout: String(seconds) } }
}

/** A history without what depends on the time: time stamps and the timers' durations. */
export function timeless(events: readonly HistoryEvent[]): unknown[] {
  return events.map(({ timerStartedEventAttributes: timerStarted, ...event }) => ({
    ...event,
    eventTimestamp: 'some',
    ...(timerStarted && { timerStartedEventAttributes: { ...timerStarted, startToFireTimeout: 'some' } }),
  }))
}
