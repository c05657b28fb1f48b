import { SWF, type StartWorkflowExecutionInput } from '@aws-sdk/client-swf'
import { JobWorker } from '../../lib/job-worker/index.js'
import { LocalSwf, type ExecutionStatus, type HistoryEvent } from '../../lib/local-swf/index.js'
import { capture } from '../fixtures/wire/capture.js'

interface Exchange {
  readonly target: string
  readonly request: { readonly taskList?: { readonly name: string } }
  readonly response: { readonly events?: readonly HistoryEvent[]; readonly input?: string } | null
}

/** What the framework's client asked for, and what came of it. */
export interface Conversation {
  readonly start: StartWorkflowExecutionInput
  /** The input of the task that its result worker got. */
  readonly resultInput: string | undefined
  /** As its decider saw them. */
  readonly eventTypes: readonly string[]
}

export function capturedConversation(name: string): Conversation {
  const exchanges: readonly Exchange[] = capture(name)
  const start: StartWorkflowExecutionInput = capture(name)[0].request
  const resultTask = exchanges.find(({ request }) => request.taskList?.name === resultListOf(start))
  const events = exchanges.flatMap(({ response }) => response?.events ?? [])
  return { start, resultInput: resultTask?.response?.input, eventTypes: events.map(({ eventType }) => eventType) }
}

/** The list that its result worker polls; undefined when it wants no result. */
function resultListOf({ input = '' }: StartWorkflowExecutionInput): string | undefined {
  return /:task_list: (vm:.*)/.exec(input)?.[1]
}

/** The same request, sent to an SWF where a JobWorker works, and its result taken as the framework's result worker took it. */
export async function served(
  start: StartWorkflowExecutionInput,
  activities: Readonly<Record<string, object>>,
  end: ExecutionStatus,
): Promise<{ readonly resultInput: string | undefined; readonly events: readonly HistoryEvent[] }> {
  const { domain, workflowId = '' } = start
  // Nobody waits for retries.
  const swf = await LocalSwf.start({ clock: 'skipping' })
  const client = new SWF(swf.clientOptions)
  const worker = await JobWorker.start({ domain, activities, registration: 'ruby', swf: swf.clientOptions, signals: false })
  try {
    await client.startWorkflowExecution(start)
    const name = resultListOf(start)
    const task = name === undefined ? undefined : await client.pollForActivityTask({ domain, taskList: { name } })
    if (task) await client.respondActivityTaskCompleted({ taskToken: task.taskToken, result: '---\n' })
    await swf.waitForExecution(workflowId, end)
    return { resultInput: task?.input, events: swf.history(workflowId) }
  } finally {
    await worker.stop({ drainMs: 0 })
    client.destroy()
    await swf.stop()
  }
}
