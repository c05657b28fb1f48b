import type { ActivityTask, WorkflowExecution } from '@aws-sdk/client-swf'
import type { Clock } from '../clock.js'
import type { JobFormat } from '../flow/job-format.js'
import { RESULT_ACTIVITY } from '../flow/names.js'
import type { DecodedResult } from '../flow/result-activity.js'
import type { FromThread, ThreadConfig } from '../protocol/messages.js'
import { serializeError } from '../protocol/serialized-error.js'
import type { SwfClients } from '../swf/clients.js'
import { classifyFault, type Fault } from '../swf/faults.js'
import { LongPoll } from '../swf/long-poll.js'
import { registerResultTypes } from '../swf/registration.js'

/** `polled` is news at most this often. */
const POLLED_INTERVAL_MS = 1_000

export interface ResultPollerOptions {
  readonly clients: SwfClients
  readonly config: ThreadConfig
  readonly format: JobFormat
  readonly clock: Clock
  readonly post: (message: FromThread) => void
  /** A result came for this key, from this execution. */
  readonly onResult: (key: string, execution: WorkflowExecution | undefined) => void
}

/** Receives result tasks: poll, decode, post, respond. A task that is no result is failed with the reason, and the poller goes on. */
export class ResultPoller {
  readonly #options: ResultPollerOptions
  readonly #longPoll: LongPoll<ActivityTask>
  #polledAt = -Infinity
  #faulty = false

  constructor(options: ResultPollerOptions) {
    this.#options = options
    const { clients, config, clock } = options
    this.#longPoll = new LongPoll<ActivityTask>({
      clock,
      maxPollers: config.maxPollers,
      // A poller goes on polling while its last task is being answered.
      maxTasks: 2 * config.maxPollers,
      poll: (signal) => this.#poll(signal),
      handle: (task) => this.#handle(task),
      onPolled: () => this.#polled(),
      onFault: (fault, retryInMs) => this.#fault(fault, retryInMs ?? 0),
      onTaskError: (error) => this.#unanswered(classifyFault(error)),
      onUnknownResource: async () => {
        if (config.register) await registerResultTypes(clients.answer, config.domain)
      },
      onBadCredentials: () => clients.refreshCredentials(),
    })
  }

  /** Resolves once halted; rejects when SWF refuses the polls for good. */
  run(): Promise<void> {
    return this.#longPoll.run()
  }

  /** No new polls, no more waiting for those under way; resolves when the tasks in hand are answered. */
  async halt(): Promise<void> {
    const done = this.#longPoll.halt()
    this.#longPoll.abortPolls()
    await done
  }

  async #poll(abortSignal: AbortSignal): Promise<ActivityTask | undefined> {
    const { clients, config } = this.#options
    const { domain, taskList, identity } = config
    const task = await clients.poll.pollForActivityTask({ domain, taskList: { name: taskList }, identity }, { abortSignal })
    return task.taskToken ? task : undefined
  }

  async #handle(task: ActivityTask): Promise<void> {
    const { post } = this.#options
    const { taskToken = '', workflowExecution: { workflowId, runId } = {} } = task
    post({ type: 'task', task: { taskToken, workflowId, runId } })
    let answered = true
    try {
      await this.#receive(task, taskToken)
    } catch (error) {
      answered = classifyFault(error).action === 'gone'
      throw error
    } finally {
      post({ type: 'responded', taskToken, answered })
    }
  }

  async #receive(task: ActivityTask, taskToken: string): Promise<void> {
    const { clients, format, post, onResult } = this.#options
    try {
      const { key, outcome } = decode(task, format)
      onResult(key, task.workflowExecution)
      post({ type: 'result', taskToken, key, runId: task.workflowExecution?.runId, outcome })
    } catch (error) {
      await clients.answer.respondActivityTaskFailed({ taskToken, ...format.failureOf(serializeError(error)) })
      return
    }
    await clients.answer.respondActivityTaskCompleted({ taskToken, result: format.dump(null) })
  }

  #polled(): void {
    const now = Math.round(this.#options.clock.now())
    if (!this.#faulty && now - this.#polledAt < POLLED_INTERVAL_MS) return
    this.#faulty = false
    this.#polledAt = now
    this.#options.post({ type: 'polled', at: now })
  }

  /** A task that is gone was answered too late: its result has arrived all the same, and SWF has gone on without the answer. */
  #unanswered(fault: Fault): void {
    if (fault.action !== 'gone') this.#fault(fault, 0)
  }

  #fault({ name, reason }: Fault, retryInMs: number): void {
    this.#faulty = true
    this.#options.post({ type: 'fault', name, message: reason, retryInMs })
  }
}

/** @throws FlowFormatError with the reason */
function decode({ activityType, input }: ActivityTask, format: JobFormat): DecodedResult {
  const { name, version } = activityType ?? {}
  if (name !== RESULT_ACTIVITY.name || version !== RESULT_ACTIVITY.version) {
    throw new Error(`This task list takes ${RESULT_ACTIVITY.name} ${RESULT_ACTIVITY.version} only, not ${name} ${version}`)
  }
  return format.decodeResultInput(input)
}
