import { unknownActivity, unknownDecisionTask, unknownExecution, validationFault } from '../faults.js'
import type { ActivityTask } from './activity-task.js'
import type { DecisionTask } from './decision-task.js'
import type { Execution } from './execution.js'
import type { Swf } from './swf.js'
import { textOfToken, tokenOf } from './token-text.js'

type TaskKind = 'activity' | 'decision'

const tokenPattern = /^(activity|decision) ([\da-f]{32}) (\d{1,9})$/

/** A token says which task it is for, so that none has to be kept: a closed task's token still names its task. */
export function taskToken(kind: TaskKind, { execution, scheduledEventId }: ActivityTask | DecisionTask): string {
  return tokenOf(`${kind} ${execution.runId} ${scheduledEventId}`)
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

function readToken(swf: Swf, kind: TaskKind, token: string): { execution: Execution; scheduledEventId: number } {
  const [, tokenKind, runId = '', eventId] = tokenPattern.exec(textOfToken(token) ?? '') ?? []
  if (tokenKind !== kind) throw validationFault('Invalid token')
  const execution = swf.run(runId)
  if (!execution.isOpen) throw unknownExecution(execution.workflowId, runId)
  return { execution, scheduledEventId: Number(eventId) }
}
