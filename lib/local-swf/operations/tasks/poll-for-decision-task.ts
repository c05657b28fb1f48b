import type { DecisionTask } from '../../model/tasks/decision-task.js'
import { startedDecision, taskToken } from '../tokens/task-token.js'
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
  return task ? decisionAnswer(task, poll) : emptyAnswer
})

/** Documented: an empty taskToken. On the wire the member is missing (reported). */
const emptyAnswer = { startedEventId: 0, previousStartedEventId: 0 }

/** A page token continues the history of the task in hand: it hands out no other. */
function nextPage(poll: Poll, token: string, call: Call): object {
  // The first event of the page, and the token of the task.
  const [eventId, task = ''] = openPageToken(scopeOf(poll), call.swf.nowMs(), token).split(' ')
  return decisionAnswer(startedDecision(call.swf, task), poll, Number(eventId))
}

function decisionAnswer(task: DecisionTask, poll: Poll, fromEventId?: number): object {
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
    nextPageToken:
      nextEventId === undefined ? undefined : sealPageToken(scopeOf(poll), execution.swf.nowMs(), `${nextEventId} ${token}`),
  }
}

function scopeOf({ domain, taskList, reverseOrder = false, startAtPreviousStartedEvent = false }: Poll): string {
  return JSON.stringify(['PollForDecisionTask', domain, taskList.name, reverseOrder, startAtPreviousStartedEvent])
}
