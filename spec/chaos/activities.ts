import type { SWF } from '@aws-sdk/client-swf'
import type { JobContext } from '../../lib/job-worker/index.js'
import type { JobPlan } from './plan.js'

export const ACTIVITY = 'Chaos.work'
export const DOMAIN = 'chaos'

export type JobInput = Pick<JobPlan, 'index' | 'kind' | 'failures'> & { readonly text: string }

/** Of an activity that failed or timed out. */
export const RETRIES = 6

/** How long a stalled execution may take, and its activity does. */
export const STALLED_EXECUTION_MS = 15_000
const STALLED_ACTIVITY_MS = 16_000

/** What the jobs do; it remembers each run. */
export class Chaos {
  /** ActivityIds, by job. */
  readonly runs = new Map<number, string[]>()
  readonly #swf: SWF

  constructor(swf: SWF) {
    this.#swf = swf
  }

  readonly work = async ({ index, kind, failures, text }: JobInput, context: JobContext): Promise<unknown> => {
    const runs = this.runs.get(index) ?? []
    this.runs.set(index, runs)
    runs.push(context.activityId)
    switch (kind) {
      case 'echo':
        return { index, text }
      case 'flaky':
        if (new Set(runs).size <= failures) throw new Error(`job ${index} fails for once`)
        return { index, text }
      case 'failing':
        throw new RangeError(`job ${index} fails for good`)
      case 'terminated':
        await this.#terminate(context)
        return undefined
      case 'stalled':
        await new Promise((resolve) => setTimeout(resolve, STALLED_ACTIVITY_MS))
        return undefined
    }
  }

  /** @throws if SWF says no: a repetition that comes too late is nobody's any more, and the fault may be an injected one */
  async #terminate({ workflowId, runId }: JobContext): Promise<void> {
    await this.#swf.terminateWorkflowExecution({ domain: DOMAIN, workflowId, runId })
  }
}
