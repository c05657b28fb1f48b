import { SWF, type Decision, type HistoryEvent } from '@aws-sdk/client-swf'
import { onTestFinished } from 'vitest'
import { LocalSwf, type LocalClock } from '../../../lib/local-swf/index.js'

const domain = 'timed'
const type = { name: 'timed', version: '1' }
const taskList = { name: 'timed' }

/** A LocalSwf on a clock of its own kind, and one execution on it. */
export class TimedSwf {
  readonly client: SWF
  readonly #server: LocalSwf
  readonly #polls: AbortController[] = []
  #runId = ''

  private constructor(server: LocalSwf) {
    this.#server = server
    this.client = new SWF({ ...server.clientOptions, maxAttempts: 1 })
  }

  static async start(clock: 'manual' | 'skipping'): Promise<TimedSwf> {
    const swf = new TimedSwf(await LocalSwf.start({ clock }))
    onTestFinished(async () => {
      for (const poll of swf.#polls) poll.abort()
      swf.client.destroy()
      await swf.stop()
    })
    await swf.client.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
    await swf.client.registerWorkflowType({ domain, ...type })
    await swf.client.registerActivityType({ domain, ...type })
    return swf
  }

  get clock(): LocalClock {
    return this.#server.clock
  }

  stop(): Promise<void> {
    return this.#server.stop()
  }

  /** Starts the execution and decides the first time. */
  async begin(decisions: Decision[], executionStartToCloseTimeout = '604800'): Promise<void> {
    const { runId = '' } = await this.client.startWorkflowExecution({
      domain,
      workflowId: 'timed',
      workflowType: type,
      taskList,
      executionStartToCloseTimeout,
      taskStartToCloseTimeout: 'NONE',
      childPolicy: 'TERMINATE',
    })
    this.#runId = runId
    await this.decideNext(decisions)
  }

  /** Takes the next decision task, waiting for it, and answers it. Tells whether one came. */
  async decideNext(decisions: Decision[]): Promise<boolean> {
    const { taskToken } = await this.client.pollForDecisionTask({ domain, taskList }, this.#options())
    if (taskToken) await this.client.respondDecisionTaskCompleted({ taskToken, decisions })
    return taskToken !== undefined
  }

  pollActivity() {
    return this.client.pollForActivityTask({ domain, taskList }, this.#options())
  }

  timer(timerId: string, seconds: number): Decision {
    return { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId, startToFireTimeout: String(seconds) } }
  }

  activity(activityId: string, timeouts: Decision['scheduleActivityTaskDecisionAttributes'] | object = {}): Decision {
    const unlimited = {
      scheduleToStartTimeout: 'NONE',
      scheduleToCloseTimeout: 'NONE',
      startToCloseTimeout: 'NONE',
      heartbeatTimeout: 'NONE',
    }
    const attributes = { activityType: type, activityId, taskList, ...unlimited, ...timeouts }
    return { decisionType: 'ScheduleActivityTask', scheduleActivityTaskDecisionAttributes: attributes }
  }

  async history(): Promise<HistoryEvent[]> {
    const execution = { workflowId: 'timed', runId: this.#runId }
    const { events = [] } = await this.client.getWorkflowExecutionHistory({ domain, execution })
    return events
  }

  eventsOf(events: readonly HistoryEvent[], wanted: HistoryEvent['eventType']): HistoryEvent[] {
    return events.filter(({ eventType }) => eventType === wanted)
  }

  /** Gives whatever is going to happen by itself the time to happen. */
  async quiet(): Promise<void> {
    for (let turns = 0; turns < 30; turns += 1) await this.client.countPendingActivityTasks({ domain, taskList })
  }

  async untilClosed(): Promise<string> {
    for (;;) {
      const execution = { workflowId: 'timed', runId: this.#runId }
      const { executionInfo } = await this.client.describeWorkflowExecution({ domain, execution })
      if (executionInfo?.closeStatus) return executionInfo.closeStatus
    }
  }

  #options() {
    const poll = new AbortController()
    this.#polls.push(poll)
    return { abortSignal: poll.signal }
  }
}
