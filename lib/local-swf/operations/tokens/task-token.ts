import { unknownActivity, unknownDecisionTask, unknownExecution } from '../../answers/faults.js'
import type { ActivityTask } from '../../model/tasks/activity-task.js'
import type { DecisionTask } from '../../model/tasks/decision-task.js'
import type { Execution } from '../../model/execution/execution.js'
import { openToken, sealToken } from './sealed-token.js'
import type { Swf } from '../../model/swf.js'

type TaskKind = 'activity' | 'decision'

interface TaskName {
  readonly execution: Execution
  readonly scheduledEventId: number
}

/** The run, and the event that scheduled the task. */
const tokenShape = /^([\da-f]{32}) (\d{1,9})$/

/** A token says which task it is for, so that none has to be kept: a closed task's token still names its task. */
export function taskToken(kind: TaskKind, { execution, scheduledEventId }: ActivityTask | DecisionTask): string {
  return sealToken(kind, `${execution.runId} ${scheduledEventId}`)
}

/** The activity that a worker works on. Its own faults (reported): the run is closed; the task is no longer open. */
export function startedActivity(swf: Swf, token: string): ActivityTask {
  const { execution, scheduledEventId } = readToken(swf, 'activity', token)
  const activity = execution.activities.scheduledBy(scheduledEventId)
  if (activity && activity.startedEventId > 0) return activity
  throw unknownActivity(scheduledEventId)
}

/** The decision task that a decider works on. */
export function startedDecision(swf: Swf, token: string): DecisionTask {
  const { execution, scheduledEventId } = readToken(swf, 'decision', token)
  const task = execution.decisionTask
  if (task?.scheduledEventId === scheduledEventId && task.startedEventId > 0) return task
  throw unknownDecisionTask(scheduledEventId)
}

function readToken(swf: Swf, kind: TaskKind, token: string): TaskName {
  const named = taskNamed(swf, kind, token)
  const { workflowId, runId, isOpen } = named.execution
  if (!isOpen) throw unknownExecution(workflowId, runId)
  return named
}

/** What a token is for, be it open or closed. @throws SwfFault for a token of a run that is not there, or of another kind */
export function taskNamed(swf: Swf, kind: TaskKind, token: string): TaskName {
  const [, runId = '', eventId] = openToken(kind, token, tokenShape)
  return { execution: swf.run(runId), scheduledEventId: Number(eventId) }
}
