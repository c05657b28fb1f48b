import { unknownActivity, unknownDecisionTask, unknownExecution } from '../../answers/faults.js'
import type { ExecutionName } from '../../model/events/parts.js'
import type { Execution } from '../../model/execution/execution.js'
import type { Swf } from '../../model/swf.js'
import type { ActivityTask } from '../../model/tasks/activity-task.js'
import type { DecisionTask } from '../../model/tasks/decision-task.js'
import { openToken, sealToken } from './sealed-token.js'

type TaskKind = 'activity' | 'decision'

/** A token carries the runId, and the id of the event that scheduled the task. */
const tokenShape = /^([\da-f]{32}) (\d{1,9})$/

interface NamedTask {
  readonly execution: Execution
  readonly scheduledEventId: number
}

/** The token names its task, so that no tokens have to be kept: even the token of a closed task still names that task. */
export function taskToken(
  kind: TaskKind,
  { execution, scheduledEventId }: { readonly execution: ExecutionName; readonly scheduledEventId: number },
): string {
  return sealToken(kind, `${execution.runId} ${scheduledEventId}`)
}

/**
 * The activity task that a worker has in hand.
 * @throws SwfFault UnknownResourceFault, with one text when the run is closed and another when the task is (both reported)
 */
export function findStartedActivity(swf: Swf, token: string): ActivityTask {
  const { execution, scheduledEventId } = readTokenOfOpenRun(swf, 'activity', token)
  const activity = execution.activities.findScheduledBy(scheduledEventId)
  if (activity && activity.startedEventId > 0) return activity
  throw unknownActivity(scheduledEventId)
}

/**
 * The decision task that a decider has in hand, with its execution.
 * @throws SwfFault UnknownResourceFault, when the run or the task is closed
 */
export function findStartedDecision(swf: Swf, token: string): { readonly execution: Execution; readonly task: DecisionTask } {
  const { execution, scheduledEventId } = readTokenOfOpenRun(swf, 'decision', token)
  const task = execution.decisionTask
  if (task?.scheduledEventId === scheduledEventId && task.startedEventId > 0) return { execution, task }
  throw unknownDecisionTask(scheduledEventId)
}

/**
 * The task that a token names, whether it is open or closed.
 * @throws SwfFault for the token of a run that is not kept, or of the other kind
 */
export function readTaskToken(swf: Swf, kind: TaskKind, token: string): NamedTask {
  const [, runId = '', eventId] = openToken(kind, token, tokenShape)
  return { execution: swf.run(runId), scheduledEventId: Number(eventId) }
}

function readTokenOfOpenRun(swf: Swf, kind: TaskKind, token: string): NamedTask {
  const task = readTaskToken(swf, kind, token)
  const { workflowId, runId, isOpen } = task.execution
  if (!isOpen) throw unknownExecution(workflowId, runId)
  return task
}
