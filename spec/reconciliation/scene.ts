import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setTimeout as sleep } from 'node:timers/promises'
import { SWF, type Decision } from '@aws-sdk/client-swf'
import { Mutex } from 'async-mutex'
import { onTestFinished } from 'vitest'
import { RESULT_ACTIVITY } from '../../lib/flow/names.js'
import { jobs, ResultService, type PlainJobOptions, type StartedJob } from '../../lib/index.js'
import { LocalSwf, ManualClock, type LocalSwfOptions, type ServedRequest } from '../../lib/local-swf/index.js'
import { decideHere } from '../job-worker/decide-here.js'

const domain = 'FlowDefault'
export const MINUTE_MS = 60_000
export const LIST = 'ListClosedWorkflowExecutions'
export const READ = 'GetWorkflowExecutionHistory'

/** An SWF and a result service on one clock, moved by hand; decider and worker are played step by step. */
export class Scene {
  readonly swf: LocalSwf
  readonly clock: ManualClock
  readonly client: SWF
  readonly service: ResultService
  /** What was told on the faults' channel. */
  readonly faults: Array<{ readonly name: string; readonly message: string }> = []
  readonly #requests: Array<string | undefined>

  private constructor(swf: LocalSwf, clock: ManualClock, requests: Array<string | undefined>) {
    this.swf = swf
    this.clock = clock
    this.#requests = requests
    this.client = new SWF(swf.clientOptions)
    this.service = new ResultService({ swf: swf.clientOptions }, new Mutex(), clock)
  }

  static async start(options: LocalSwfOptions = {}): Promise<Scene> {
    const clock = new ManualClock()
    const requests: Array<string | undefined> = []
    const onRequest = ({ operation }: ServedRequest): void => void requests.push(operation)
    const swf = await LocalSwf.start({ clock, onRequest, ...options })
    const scene = new Scene(swf, clock, requests)
    const listen = (message: unknown): void => scene.#heard(message)
    subscribe('swf-result-worker.fault', listen)
    onTestFinished(async () => {
      unsubscribe('swf-result-worker.fault', listen)
      await scene.service.stop({ drainMs: 0 })
      scene.client.destroy()
      await swf.stop()
    })
    await scene.service.start()
    const type = { domain, name: 'Pricing.quote', version: '1.0', defaultTaskList: { name: 'Pricing' } }
    await scene.client.registerActivityType({ ...type, ...NO_TIMEOUTS })
    return scene
  }

  /** A job that is run once. */
  start(options: PlainJobOptions = {}): Promise<StartedJob> {
    const activity = { retry: { maximumAttempts: 0 } }
    return jobs(this.service).start('Pricing.quote', null, { activity, ...options })
  }

  /** One decision of the default workflow's decider, or of another one. */
  async decide(change: (decisions: readonly Decision[]) => readonly Decision[] = (decisions) => decisions): Promise<void> {
    const { taskToken, events = [] } = await this.client.pollForDecisionTask({
      domain,
      taskList: { name: 'flow_default_ruby' },
    })
    await this.client.respondDecisionTaskCompleted({ taskToken, decisions: [...change(decideHere(events))] })
  }

  async complete(result: string): Promise<void> {
    await this.client.respondActivityTaskCompleted({ taskToken: await this.#taskToken(), result })
  }

  async fail(reason: string, details: string): Promise<void> {
    await this.client.respondActivityTaskFailed({ taskToken: await this.#taskToken(), reason, details })
  }

  async terminate({ workflowId, runId }: Pick<StartedJob, 'workflowId' | 'runId'>, reason?: string): Promise<void> {
    await this.client.terminateWorkflowExecution({ domain, workflowId, runId, reason })
  }

  /**
   * Moves time on, minute by minute, with a while of real time after each: the thread and SWF have only that, and a thread that did not
   * answer for some minutes would be taken for dead.
   */
  async sweepUntil(condition: () => boolean): Promise<void> {
    while (!condition()) {
      this.clock.advance(MINUTE_MS)
      for (let waits = 0; waits < 20 && !condition(); waits += 1) await sleep(50)
    }
  }

  /** How often an operation was asked for. */
  count(operation: string): number {
    return this.#requests.filter((each) => each === operation).length
  }

  async #taskToken(): Promise<string | undefined> {
    const { taskToken } = await this.client.pollForActivityTask({ domain, taskList: { name: 'Pricing' } })
    return taskToken
  }

  #heard(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('name' in message) || !('message' in message)) return
    this.faults.push({ name: String(message.name), message: String(message.message) })
  }
}

/** Resolves when the condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

const NO_TIMEOUTS = {
  defaultTaskScheduleToStartTimeout: 'NONE',
  defaultTaskScheduleToCloseTimeout: 'NONE',
  defaultTaskStartToCloseTimeout: 'NONE',
  defaultTaskHeartbeatTimeout: 'NONE',
}

/** The result task goes to a list that nobody polls any longer. */
export function toNobody(decisions: readonly Decision[]): readonly Decision[] {
  return decisions.map((decision) => {
    const attributes = decision.scheduleActivityTaskDecisionAttributes
    if (attributes?.activityType?.name !== RESULT_ACTIVITY.name) return decision
    return { ...decision, scheduleActivityTaskDecisionAttributes: { ...attributes, taskList: { name: 'nobody' } } }
  })
}

/** Ruby's decider fails the workflow whose result nobody took; the one here completes it. */
export function rubyEnd(decisions: readonly Decision[]): readonly Decision[] {
  return decisions.some(({ decisionType }) => decisionType === 'CompleteWorkflowExecution')
    ? [{ decisionType: 'FailWorkflowExecution', failWorkflowExecutionDecisionAttributes: { reason: 'SCHEDULE_TO_START' } }]
    : decisions
}
