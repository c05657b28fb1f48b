import { SWF, type Decision, type HistoryEvent } from '@aws-sdk/client-swf'
import { nanoid } from 'nanoid'
import { DEFAULT_WORKFLOW, RESULT_ACTIVITY } from '../../lib/flow/names.js'
import { encodeResultInput } from '../../lib/flow/inputs/result-input.js'
import type { LocalSwfClientOptions } from '../../lib/local-swf/index.js'

export const DOMAIN = 'soak'

export interface Batch {
  readonly taskList: string
  readonly keys: readonly string[]
}

/** Plays the decider of workflows that send results, some for each execution. */
export class Sender {
  readonly #client: SWF

  constructor(options: LocalSwfClientOptions) {
    this.#client = new SWF(options)
  }

  /** Of closed executions nothing is kept, or SWF would be what grows. */
  async registerDomain(): Promise<void> {
    await this.#client.registerDomain({ name: DOMAIN, workflowExecutionRetentionPeriodInDays: '0' })
  }

  /** Sends the time as the result for each key, and resolves when all are answered. */
  async send({ taskList, keys }: Batch): Promise<void> {
    const workflowId = nanoid()
    const decisions = { domain: DOMAIN, taskList: { name: workflowId } }
    const { name, version } = DEFAULT_WORKFLOW
    await this.#client.startWorkflowExecution({ ...decisions, workflowId, workflowType: { name, version } })
    await this.#decide(decisions, () => keys.map((key, index) => schedule(taskList, key, index)))
    const answered = (events: readonly HistoryEvent[]): number =>
      events.filter(({ eventType }) => eventType === 'ActivityTaskCompleted').length
    const close = (events: readonly HistoryEvent[]): Decision[] =>
      answered(events) < keys.length ? [] : [{ decisionType: 'CompleteWorkflowExecution' }]
    let decided: readonly Decision[] = []
    while (decided.length === 0) decided = await this.#decide(decisions, close)
  }

  destroy(): void {
    this.#client.destroy()
  }

  async #decide(
    list: { readonly domain: string; readonly taskList: { readonly name: string } },
    decide: (events: readonly HistoryEvent[]) => Decision[],
  ): Promise<readonly Decision[]> {
    const { taskToken, events = [] } = await this.#client.pollForDecisionTask(list)
    if (!taskToken) return []
    const decisions = decide(events)
    await this.#client.respondDecisionTaskCompleted({ taskToken, decisions })
    return decisions
  }
}

function schedule(taskList: string, key: string, index: number): Decision {
  const { name, version, timeout } = RESULT_ACTIVITY
  return {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityId: String(index),
      activityType: { name, version },
      taskList: { name: taskList },
      input: encodeResultInput(key, { sentAt: Date.now() }),
      scheduleToStartTimeout: String(timeout),
      startToCloseTimeout: String(timeout),
    },
  }
}
