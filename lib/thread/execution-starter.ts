import type { WorkflowExecution } from '@aws-sdk/client-swf'
import type { Clock } from '../base/clock.js'
import { JobStartError } from '../errors/index.js'
import type { JobFormat } from '../flow/formats/job-format.js'
import { LIMITS } from '../base/limits.js'
import { DEFAULT_WORKFLOW } from '../flow/names.js'
import type { StartedExecution, StartExecutionCall, ThreadConfig } from '../protocol/messages.js'
import type { SwfClients } from '../swf/clients/create-clients.js'
import { ExecutionStart, type StartRequest } from './execution-start.js'
import { StartPace } from './start-pace.js'

/** Starts executions of the default workflow: as many at a time as it is asked to, at the pace that SWF takes them. */
export class ExecutionStarter {
  readonly #clients: SwfClients
  readonly #config: ThreadConfig
  readonly #format: JobFormat
  readonly #clock: Clock
  readonly #pace: StartPace
  /** Keys of the starts under way, with the runId once a result has come. */
  readonly #starting = new Map<string, string | undefined>()

  constructor(clients: SwfClients, config: ThreadConfig, format: JobFormat, clock: Clock) {
    this.#clients = clients
    this.#config = config
    this.#format = format
    this.#clock = clock
    this.#pace = new StartPace(clock)
  }

  /** To be told of every result that comes. */
  sawResult(key: string, execution: WorkflowExecution | undefined): void {
    if (this.#starting.has(key)) this.#starting.set(key, execution?.runId)
  }

  /**
   * @param sentAt - when a thread that is gone got the same call, and may have carried it out
   * @throws JobAlreadyRunningError if the id runs another execution; JobStartError if SWF does not take it; TypeError for an input
   * that cannot be written
   */
  async start(call: StartExecutionCall, withdrawn: AbortSignal, sentAt?: number): Promise<StartedExecution> {
    const { key } = call
    const request = this.#request(call)
    const options = {
      clients: this.#clients,
      clock: this.#clock,
      pace: this.#pace,
      register: this.#config.register,
      withdrawn,
      sentAt,
    }
    if (key !== undefined) this.#starting.set(key, undefined)
    const resultCameFrom = (): string | undefined => (key === undefined ? undefined : this.#starting.get(key))
    try {
      return { runId: await new ExecutionStart(request, { ...options, resultCameFrom }).run() }
    } finally {
      if (key !== undefined) this.#starting.delete(key)
    }
  }

  #request(call: StartExecutionCall): StartRequest {
    const { domain, taskList } = this.#config
    const { workflowId, executionStartToCloseTimeout, taskStartToCloseTimeout, childPolicy, taskPriority, tagList } = call
    const input = this.#format.encodeStart({ ...call.activity, args: call.input, key: call.key, resultTaskList: taskList })
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
      executionStartToCloseTimeout,
      taskStartToCloseTimeout,
      childPolicy,
      taskPriority,
      tagList: [...tagList],
    }
  }
}
