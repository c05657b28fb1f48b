import type { DecisionTask } from '../../model/tasks/decision-task.js'
import { findStartedDecision, taskToken } from '../tokens/task-token.js'
import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { flag } from '../../validation/scalars.js'
import { longPoll } from './long-poll.js'
import { operation, type Call } from '../operation.js'
import { openPageToken, sealPageToken } from '../tokens/page-token.js'
import { pageMembers, pageSizeOf } from '../page.js'

const request = structure({
  domain: required(shapes.name),
  taskList: required(shapes.taskList),
  identity: optional(shapes.identity),
  ...pageMembers,
  startAtPreviousStartedEvent: optional(flag),
})

type Poll = ReturnType<typeof request>

export const pollForDecisionTask = operation(request, async (poll, call) => {
  const { decisionTasks } = call.swf.domain(poll.domain)
  if (poll.nextPageToken) return nextPage(poll, poll.nextPageToken, call)
  const task = await longPoll(decisionTasks, { taskList: poll.taskList.name, identity: poll.identity }, call)
  return task ? decisionAnswer(task, poll, call) : emptyAnswer
})

/** The documentation speaks of an empty taskToken. On the wire the member is missing (reported). */
const emptyAnswer = { startedEventId: 0, previousStartedEventId: 0 }

/** Continues the history of the task that the decider has in hand. A poll with a page token hands out no other task. */
function nextPage(poll: Poll, token: string, call: Call): object {
  // The place in a page token is the first event of the page, and the token of the task.
  const [eventId, task = ''] = openPageToken(scopeOf(poll), call.swf.nowMs(), token).split(' ')
  return decisionAnswer(findStartedDecision(call.swf, task).task, poll, call, Number(eventId))
}

function decisionAnswer(task: DecisionTask, poll: Poll, { swf }: Call, fromEventId?: number): object {
  const { execution, startedEventId, previousStartedEventId } = task
  const { workflowId, runId, workflowType, history } = execution
  const oldestEventId = poll.startAtPreviousStartedEvent ? Math.max(1, previousStartedEventId) : 1
  const reverse = poll.reverseOrder ?? false
  // The history ends with the start of this task on every page, whatever has happened since.
  const { events, nextEventId } = history.page({
    fromEventId: reverse ? oldestEventId : (fromEventId ?? oldestEventId),
    untilEventId: reverse ? (fromEventId ?? startedEventId) : startedEventId,
    pageSize: pageSizeOf(poll.maximumPageSize),
    reverse,
  })
  const token = taskToken('decision', task)
  return {
    taskToken: token,
    startedEventId,
    previousStartedEventId,
    workflowExecution: { workflowId, runId },
    workflowType,
    events,
    nextPageToken: nextEventId === undefined ? undefined : sealPageToken(scopeOf(poll), swf.nowMs(), `${nextEventId} ${token}`),
  }
}

function scopeOf({ domain, taskList, reverseOrder = false, startAtPreviousStartedEvent = false }: Poll): string {
  return JSON.stringify(['PollForDecisionTask', domain, taskList.name, reverseOrder, startAtPreviousStartedEvent])
}
