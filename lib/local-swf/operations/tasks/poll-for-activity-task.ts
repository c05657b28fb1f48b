import type { ActivityTask } from '../../model/tasks/activity-task.js'
import { taskToken } from '../tokens/task-token.js'
import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { longPoll } from './long-poll.js'
import { operation } from '../operation.js'

const request = structure({
  domain: required(shapes.name),
  taskList: required(shapes.taskList),
  identity: optional(shapes.identity),
})

export const pollForActivityTask = operation(request, async (poll, call) => {
  const { activityTasks } = call.swf.domain(poll.domain)
  const task = await longPoll(activityTasks, { taskList: poll.taskList.name, identity: poll.identity }, call)
  return task ? activityAnswer(task) : emptyAnswer
})

/** The documentation speaks of an empty taskToken. On the wire the member is missing (reported). */
const emptyAnswer = { startedEventId: 0 }

function activityAnswer(task: ActivityTask): object {
  const { activityId, activityType, startedEventId, input, execution } = task
  const { workflowId, runId } = execution
  const workflowExecution = { workflowId, runId }
  return { taskToken: taskToken('activity', task), activityId, startedEventId, workflowExecution, activityType, input }
}
