import type { Decision, DecisionTask, HistoryEvent } from '@aws-sdk/client-swf'
import { DEFAULT_WORKFLOW } from '../../flow/names.js'
import { classifyFault } from '../../swf/faults/classify-fault.js'
import { EVENTS_PER_PAGE, historyPages } from '../../swf/polling/history-pages.js'
import { LongPoll } from '../../swf/polling/long-poll.js'
import { decide } from './decide.js'
import { lacksServedType } from './not-scheduled-message.js'
import { loopOptions, type WorkerContext } from '../state/worker-context.js'

/** Of one task: of the job's step, of the result step, and of the end. */
const MAX_REFUSALS = 3

/**
 * Polls the default workflow's list and answers each task with what `decide` makes of the whole history. Nothing is kept from one
 * decision to the next.
 */
export function decisionLoop(
  context: WorkerContext,
  concurrency: number,
  knownActivities: readonly string[],
): LongPoll<DecisionTask> {
  const { clients, domain, format, identity, answers, statistics, ended, register } = context
  const request = {
    domain,
    identity,
    taskList: { name: DEFAULT_WORKFLOW.taskList },
    maximumPageSize: EVENTS_PER_PAGE,
  }

  async function poll(abortSignal: AbortSignal): Promise<DecisionTask | undefined> {
    const task = await clients.poll.pollForDecisionTask(request, { abortSignal })
    return task.taskToken ? task : undefined
  }

  async function handle(task: DecisionTask): Promise<void> {
    assertDefaultWorkflow(task)
    const events = await wholeHistory(task)
    if (lacksServedType(events, knownActivities)) await register()
    await decideAndRespond(task, events)
    statistics.decisions += 1
  }

  /** Of decisions that SWF refuses it takes none, and would not the next time: the job goes another way, and says why. */
  async function decideAndRespond(task: DecisionTask, events: readonly HistoryEvent[]): Promise<void> {
    const refusals: Error[] = []
    const subject = { events, runId: task.workflowExecution?.runId ?? '', knownActivities, format }
    for (;;) {
      try {
        return await respond(task, events, decide({ ...subject, refusals }))
      } catch (error) {
        const isRefused = error instanceof Error && classifyFault(error).kind === 'refused'
        if (!isRefused || refusals.length === MAX_REFUSALS) throw error
        refusals.push(error)
      }
    }
  }

  async function wholeHistory(task: DecisionTask): Promise<HistoryEvent[]> {
    const events: HistoryEvent[] = []
    const pages = historyPages(async (nextPageToken) =>
      // With a page's token this is no long poll and safe to repeat, so the client with retries asks.
      nextPageToken === undefined
        ? task
        : clients.answer.pollForDecisionTask({ ...request, nextPageToken }, { abortSignal: ended }),
    )
    for await (const page of pages) events.push(...page)
    return events
  }

  async function respond({ taskToken }: DecisionTask, events: readonly HistoryEvent[], decisions: Decision[]): Promise<void> {
    await answers.send(() => clients.answer.respondDecisionTaskCompleted({ taskToken, decisions }), startToCloseMs(events))
  }

  return new LongPoll<DecisionTask>({ ...loopOptions(context, concurrency), poll, handle })
}

/** After this time SWF has given the task to somebody else. */
function startToCloseMs(events: readonly HistoryEvent[]): number {
  const scheduled = events.findLast(({ eventType }) => eventType === 'DecisionTaskScheduled')
  const timeout = scheduled?.decisionTaskScheduledEventAttributes?.startToCloseTimeout ?? 'NONE'
  return timeout === 'NONE' ? Infinity : Number(timeout) * 1_000
}

/** Another workflow's tasks on this list are left alone: SWF gives them to somebody else after their timeout. */
function assertDefaultWorkflow({ workflowType }: DecisionTask): void {
  const { name, version } = workflowType ?? {}
  if (name !== DEFAULT_WORKFLOW.name || version !== DEFAULT_WORKFLOW.version) {
    throw new Error(`The task list ${DEFAULT_WORKFLOW.taskList} has a task of ${name} ${version}, which is not decided here`)
  }
}
