import { SWF, type HistoryEvent } from '@aws-sdk/client-swf'
import { DEFAULT_WORKFLOW } from '../../lib/flow/names.js'
import { decodeResultInput } from '../../lib/flow/inputs/result-input.js'
import type { ResultOutcome } from '../../lib/protocol/outcome.js'
import { encodeStart } from '../../lib/flow/inputs/encode-start.js'
import { LocalSwf } from '../../lib/local-swf/index.js'
import { registerResultTypes } from '../../lib/swf/registration/registration.js'

const DOMAIN = 'FlowDefault'

export interface Execution {
  readonly workflowId: string
  readonly runId: string
}

/** An SWF, and a client on it that starts jobs and takes their results as a result worker would. */
export class LocalJobs {
  readonly swf: LocalSwf
  readonly client: SWF
  #started = 0

  private constructor(swf: LocalSwf) {
    this.swf = swf
    this.client = new SWF(swf.clientOptions)
  }

  static async start(): Promise<LocalJobs> {
    const jobs = new LocalJobs(await LocalSwf.start())
    await registerResultTypes(jobs.client, DOMAIN)
    return jobs
  }

  async stop(): Promise<void> {
    this.client.destroy()
    await this.swf.stop()
  }

  /** Runs a job, and resolves with what its result task says once the execution is closed. */
  async run(name: string, args?: unknown, version?: string): Promise<ResultOutcome> {
    const { outcome, execution } = await this.runToEnd(name, args, version)
    const events = await this.history(execution)
    const end = outcome.status === 'completed' ? 'WorkflowExecutionCompleted' : 'WorkflowExecutionFailed'
    if (events.at(-1)?.eventType !== end) throw new Error(`the execution ended in ${events.at(-1)?.eventType}`)
    return outcome
  }

  async runToEnd(
    name: string,
    args?: unknown,
    version?: string,
  ): Promise<{ readonly outcome: ResultOutcome; readonly execution: Execution }> {
    const execution = await this.startJob(name, args, true, version)
    const { taskToken, input } = await this.client.pollForActivityTask({
      domain: DOMAIN,
      taskList: { name: execution.workflowId },
    })
    await this.client.respondActivityTaskCompleted({ taskToken, result: '---\n' })
    await this.closed(execution)
    return { outcome: decodeResultInput(input).outcome, execution }
  }

  /** Starts a job that is tried once, whose result goes to a task list named like the execution, or to nobody. */
  async startJob(name: string, args: unknown, isAwaited: boolean, version?: string): Promise<Execution> {
    const [className = '', method = ''] = name.split('.')
    const workflowId = `job-${++this.#started}`
    const receiver = isAwaited ? { key: 'result_key: 1', resultTaskList: workflowId } : {}
    return this.startExecution(
      workflowId,
      encodeStart({ className, method, version, args, retry: { maximumAttempts: 0 }, ...receiver }),
    )
  }

  async startExecution(workflowId: string, input: string): Promise<Execution> {
    const { runId = '' } = await this.client.startWorkflowExecution({
      domain: DOMAIN,
      workflowId,
      workflowType: { name: DEFAULT_WORKFLOW.name, version: DEFAULT_WORKFLOW.version },
      input,
    })
    return { workflowId, runId }
  }

  async history(execution: Execution): Promise<HistoryEvent[]> {
    const { events = [] } = await this.client.getWorkflowExecutionHistory({ domain: DOMAIN, execution })
    return events
  }

  /** Resolves with the last event once the execution is closed. */
  async closed(execution: Execution): Promise<HistoryEvent | undefined> {
    for (;;) {
      const { executionInfo } = await this.client.describeWorkflowExecution({ domain: DOMAIN, execution })
      if (executionInfo?.executionStatus === 'CLOSED') return (await this.history(execution)).at(-1)
    }
  }
}
