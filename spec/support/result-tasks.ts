import { SWF, type HistoryEvent } from '@aws-sdk/client-swf'
import { nanoid } from 'nanoid'
import { DEFAULT_WORKFLOW, RESULT_ACTIVITY } from '../../lib/flow/names.js'
import { encodeResultInput } from '../../lib/flow/inputs/result-input.js'
import type { LocalSwf } from '../../lib/local-swf/index.js'
import { resultActivityRegistration } from '../../lib/swf/registration/registration.js'

/** How the receiver answered a result task. */
export type TaskAnswer =
  | { readonly result: string | undefined }
  | { readonly reason: string | undefined; readonly details: string | undefined }

export interface ResultTask {
  readonly taskList: string
  readonly input: string | undefined
  readonly version?: string
}

const DECISION_LIST = 'spec-decisions'

/** Plays the decider of some workflow: schedules result tasks and sees how they were answered. */
export class ResultTaskSender {
  readonly #client: SWF
  readonly #domain: string

  constructor(swf: LocalSwf, domain = 'FlowDefault') {
    this.#client = new SWF(swf.clientOptions)
    this.#domain = domain
  }

  /** Sends a good result task for each value, and resolves when all are answered. */
  async deliver(
    taskList: string,
    results: ReadonlyArray<readonly [key: string, value: unknown]>,
  ): Promise<readonly TaskAnswer[]> {
    return this.send(results.map(([key, value]) => ({ taskList, input: encodeResultInput(key, value) })))
  }

  /** Sends any tasks, all in one decision, and resolves when all are answered, in the order of sending. */
  async send(tasks: readonly ResultTask[]): Promise<readonly TaskAnswer[]> {
    const run = await this.schedule(tasks)
    return run.answers()
  }

  /** Schedules tasks, and leaves it to the caller to wait for their answers. */
  async schedule(
    tasks: readonly ResultTask[],
  ): Promise<{ readonly workflowId: string; readonly runId: string; answers(): Promise<readonly TaskAnswer[]> }> {
    const workflowId = nanoid()
    const taskList = { name: `${DECISION_LIST}-${workflowId}` }
    const { runId = '' } = await this.#client.startWorkflowExecution({
      domain: this.#domain,
      workflowId,
      workflowType: { name: DEFAULT_WORKFLOW.name, version: DEFAULT_WORKFLOW.version },
      taskList,
    })
    const { taskToken } = await this.#client.pollForDecisionTask({ domain: this.#domain, taskList })
    await this.#client.respondDecisionTaskCompleted({
      taskToken,
      decisions: tasks.map(({ taskList: name, input, version = RESULT_ACTIVITY.version }, index) => ({
        decisionType: 'ScheduleActivityTask',
        scheduleActivityTaskDecisionAttributes: {
          activityId: String(index),
          activityType: { name: RESULT_ACTIVITY.name, version },
          taskList: { name },
          input,
          scheduleToStartTimeout: '60',
          startToCloseTimeout: '60',
        },
      })),
    })
    return { workflowId, runId, answers: () => this.#answers(taskList, tasks.length) }
  }

  /** Registers another version of the result activity. */
  async register(version: string): Promise<void> {
    await this.#client.registerActivityType({ ...resultActivityRegistration(this.#domain), version })
  }

  destroy(): void {
    this.#client.destroy()
  }

  async #answers(taskList: { readonly name: string }, count: number): Promise<readonly TaskAnswer[]> {
    for (;;) {
      const events: HistoryEvent[] = []
      let taskToken: string | undefined
      let nextPageToken: string | undefined
      do {
        const page = await this.#client.pollForDecisionTask({ domain: this.#domain, taskList, nextPageToken })
        taskToken = page.taskToken
        events.push(...(page.events ?? []))
        nextPageToken = page.nextPageToken
      } while (nextPageToken !== undefined)
      await this.#client.respondDecisionTaskCompleted({ taskToken, decisions: [] })
      const answers = answersIn(events)
      if (answers.length === count) return answers
    }
  }
}

function answersIn(events: readonly HistoryEvent[]): readonly TaskAnswer[] {
  const scheduled = events.filter(({ eventType }) => eventType === 'ActivityTaskScheduled').map(({ eventId }) => eventId)
  const answers = new Map<number | undefined, TaskAnswer>()
  for (const { activityTaskCompletedEventAttributes: completed, activityTaskFailedEventAttributes: failed } of events) {
    if (completed) answers.set(completed.scheduledEventId, { result: completed.result })
    if (failed) answers.set(failed.scheduledEventId, { reason: failed.reason, details: failed.details })
  }
  return scheduled.flatMap((eventId) => answers.get(eventId) ?? [])
}
