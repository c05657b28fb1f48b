import type { ActivityTask, WorkflowExecution } from '@aws-sdk/client-swf'
import { sleep, type Clock } from '../base/clock.js'
import type { JobFormat } from '../flow/formats/job-format.js'
import { RESULT_ACTIVITY } from '../flow/names.js'
import type { DecodedResult } from '../flow/inputs/result-input.js'
import type { FromThread, OrphanedTask, ThreadConfig } from '../protocol/messages.js'
import { serializeError } from '../errors/serialized-error.js'
import { Answers } from '../swf/polling/answers.js'
import type { SwfClients } from '../swf/clients/create-clients.js'
import { classifyFault, type Fault } from '../swf/faults/classify-fault.js'
import { LongPoll } from '../swf/polling/long-poll.js'
import { registerResultTypes } from '../swf/registration/registration.js'

/** How long an answer may take: the start-to-close timeout of a result task, less the time that the task may have taken to get here. */
const ANSWER_WITHIN_MS = RESULT_ACTIVITY.timeout * 1_000 - 5_000

/** How long answers may still take at a halt. The main thread ends this thread by force a second later. */
const HALT_MS = 4_000

/** The message `polled` is sent at most this often. */
const POLLED_INTERVAL_MS = 1_000

interface ResultPollerOptions {
  readonly clients: SwfClients
  readonly config: ThreadConfig
  readonly format: JobFormat
  readonly clock: Clock
  readonly post: (message: FromThread) => void
  /** Is called when a result has come for a key, with the execution that sent it. */
  readonly onResult: (key: string, execution: WorkflowExecution | undefined) => void
}

/**
 * Receives result tasks. It polls for a task, decodes the result, posts it to the main thread, and then tells SWF that the task is done. A
 * task without a valid result is failed with the reason, and the poller goes on.
 */
export class ResultPoller {
  readonly #options: ResultPollerOptions
  readonly #longPoll: LongPoll<ActivityTask>
  readonly #answers: Answers
  readonly #ended = new AbortController()
  #orphansAnswered: Promise<unknown> = Promise.resolve()
  #polledAt = -Infinity
  #faulty = false

  constructor(options: ResultPollerOptions) {
    this.#options = options
    const { clients, config, clock } = options
    const refreshCredentials = (): Promise<void> => clients.refreshCredentials()
    this.#answers = new Answers({
      clock,
      ended: this.#ended.signal,
      refreshCredentials,
      onFault: (fault, retryInMs) => this.#fault('answer', fault, retryInMs),
    })
    this.#longPoll = new LongPoll<ActivityTask>({
      clock,
      maxPollers: config.maxPollers,
      // A poller polls again while its last task is being answered.
      maxTasks: 2 * config.maxPollers,
      poll: (signal) => this.#poll(signal),
      handle: (task) => this.#handle(task),
      onPolled: () => this.#polled(),
      onFault: (fault, retryInMs) => this.#fault('poll', fault, retryInMs),
      onUnknownResource: async () => {
        if (config.register) await registerResultTypes(clients.answer, config.domain, clock)
      },
      onBadCredentials: refreshCredentials,
    })
  }

  /** Polls until `halt` is called, and resolves then. It rejects if SWF refuses the polls for good. */
  run(): Promise<void> {
    return this.#longPoll.run()
  }

  /**
   * Answers the tasks that earlier threads left behind when they died. A task whose result had arrived is completed. Any other task is
   * failed with the reason, and the decider's retry policy decides whether it is sent again.
   */
  answerOrphans(orphans: readonly OrphanedTask[]): void {
    this.#orphansAnswered = Promise.all(
      orphans.map(({ taskToken, delivered, reason }) =>
        delivered ? this.#received(taskToken) : this.#failed(taskToken, new Error(reason)),
      ),
    )
  }

  /** Makes no new polls and aborts those under way. It resolves when the tasks in hand are answered, or when that takes too long. */
  async halt(): Promise<void> {
    const done = this.#longPoll.halt()
    this.#longPoll.abortPolls()
    this.#answers.hurry()
    const over = new AbortController()
    void sleep(HALT_MS, this.#options.clock, over.signal).then(() => this.#ended.abort())
    await Promise.all([done, this.#orphansAnswered])
    over.abort()
  }

  async #poll(abortSignal: AbortSignal): Promise<ActivityTask | undefined> {
    const { clients, config } = this.#options
    const { domain, taskList, identity } = config
    const task = await clients.poll.pollForActivityTask({ domain, taskList: { name: taskList }, identity }, { abortSignal })
    return task.taskToken ? task : undefined
  }

  async #handle(task: ActivityTask): Promise<void> {
    const { taskToken = '', workflowExecution: { workflowId, runId } = {} } = task
    this.#options.post({ type: 'task', task: { taskToken, workflowId, runId } })
    try {
      this.#deliver(task, taskToken)
    } catch (error) {
      return this.#failed(taskToken, error)
    }
    await this.#received(taskToken)
  }

  /** @throws FlowFormatError or Error if the task holds no valid result */
  #deliver(task: ActivityTask, taskToken: string): void {
    const { format, post, onResult } = this.#options
    const { key, outcome } = decode(task, format)
    onResult(key, task.workflowExecution)
    post({ type: 'result', taskToken, key, runId: task.workflowExecution?.runId, outcome })
  }

  #received(taskToken: string): Promise<void> {
    const { clients, format } = this.#options
    const result = format.dump(null)
    return this.#respond(taskToken, () => clients.answer.respondActivityTaskCompleted({ taskToken, result }))
  }

  #failed(taskToken: string, why: unknown): Promise<void> {
    const { clients, format } = this.#options
    const failure = format.encodeError(serializeError(why))
    return this.#respond(taskToken, () => clients.answer.respondActivityTaskFailed({ taskToken, ...failure }))
  }

  async #respond(taskToken: string, answer: () => Promise<unknown>): Promise<void> {
    let answered = false
    try {
      answered = (await this.#answers.send(answer, ANSWER_WITHIN_MS)) !== 'unanswered'
    } catch (error) {
      this.#fault('answer', classifyFault(error), undefined)
    }
    this.#options.post({ type: 'responded', taskToken, answered })
  }

  #polled(): void {
    const now = Math.round(this.#options.clock.now())
    if (!this.#faulty && now - this.#polledAt < POLLED_INTERVAL_MS) return
    this.#faulty = false
    this.#polledAt = now
    this.#options.post({ type: 'polled', at: now })
  }

  #fault(of: 'poll' | 'answer', { name, reason }: Fault, retryInMs: number | undefined): void {
    this.#faulty = true
    this.#options.post({ type: 'fault', of, name, message: reason, retryInMs })
  }
}

/** @throws FlowFormatError or Error with the reason if the task holds no valid result */
function decode({ activityType, input }: ActivityTask, format: JobFormat): DecodedResult {
  const { name, version } = activityType ?? {}
  if (name !== RESULT_ACTIVITY.name || version !== RESULT_ACTIVITY.version) {
    throw new Error(`This task list takes only ${RESULT_ACTIVITY.name} ${RESULT_ACTIVITY.version}, not ${name} ${version}`)
  }
  return format.decodeResultInput(input)
}
