import type { WorkflowExecution } from '@aws-sdk/client-swf'
import type { Clock } from '../base/clock.js'
import { JobStartError } from '../errors/index.js'
import type { JobFormat } from '../flow/formats/job-format.js'
import { LIMITS } from '../base/limits.js'
import { DEFAULT_WORKFLOW } from '../flow/names.js'
import type { AnswerTo, StartExecutionCall, ThreadConfig } from '../protocol/messages.js'
import type { SwfClients } from '../swf/clients/create-clients.js'
import { StartAttempt, type StartContext, type StartExecutionInput } from './start-attempt.js'
import { StartPace } from './start-pace.js'

/** Carries out the calls that start executions: a few at a time, and no faster than SWF takes them. */
export class StartHandler {
  readonly #clients: SwfClients
  readonly #config: ThreadConfig
  readonly #format: JobFormat
  readonly #clock: Clock
  readonly #pace: StartPace
  /** The keys of the starts under way, each with the runId of the execution from which a result has come, if one has. */
  readonly #starting = new Map<string, string | undefined>()

  constructor(clients: SwfClients, config: ThreadConfig, format: JobFormat, clock: Clock) {
    this.#clients = clients
    this.#config = config
    this.#format = format
    this.#clock = clock
    this.#pace = new StartPace(clock)
  }

  /** Must be called for every result that comes, since a result proves that its execution was started. */
  noteResult(key: string, execution: WorkflowExecution | undefined): void {
    if (this.#starting.has(key)) this.#starting.set(key, execution?.runId)
  }

  /**
   * Starts one execution.
   *
   * @throws JobAlreadyRunningError if another execution with the same id is open
   * @throws JobStartError if SWF does not take the execution
   * @throws TypeError for an input that cannot be written
   */
  async start(call: StartExecutionCall, context: StartContext): Promise<AnswerTo<StartExecutionCall>> {
    const { key } = call
    const request = this.#request(call)
    const options = {
      clients: this.#clients,
      clock: this.#clock,
      pace: this.#pace,
      register: this.#config.register,
      ...context,
    }
    if (key !== undefined) this.#starting.set(key, undefined)
    const resultCameFrom = (): string | undefined => (key === undefined ? undefined : this.#starting.get(key))
    try {
      return { runId: await new StartAttempt(request, { ...options, resultCameFrom }).run() }
    } finally {
      if (key !== undefined) this.#starting.delete(key)
    }
  }

  #request(call: StartExecutionCall): StartExecutionInput {
    const { domain, taskList } = this.#config
    const { workflowId, execution, activity, key } = call
    const input = this.#format.encodeStart({ ...activity, args: call.input, key, resultTaskList: taskList })
    if (input.length > LIMITS.data) {
      throw new JobStartError(
        workflowId,
        `The job "${workflowId}" was not started: its input takes ${input.length} characters, and SWF takes ${LIMITS.data}`,
      )
    }
    return {
      domain,
      workflowId,
      workflowType: { name: DEFAULT_WORKFLOW.name, version: DEFAULT_WORKFLOW.version },
      taskList: { name: DEFAULT_WORKFLOW.taskList },
      input,
      ...execution,
      tagList: [...execution.tagList],
    }
  }
}
