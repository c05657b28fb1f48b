import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'
import { findStartedActivity } from '../tokens/task-token.js'

const taskToken = required(shapes.token)

const heartbeat = structure({ taskToken, details: optional(shapes.limitedData) })

export const recordActivityTaskHeartbeat = operation(heartbeat, (request, { swf }) => {
  const activity = findStartedActivity(swf, request.taskToken)
  swf.quotas.takeOperationOf(activity.execution, 'RecordActivityTaskHeartbeat')
  activity.heartbeat(request.details)
  return { cancelRequested: activity.cancelRequested }
})

const completion = structure({ taskToken, result: optional(shapes.data) })

export const respondActivityTaskCompleted = operation(completion, (request, { swf }) =>
  findStartedActivity(swf, request.taskToken).complete(request.result),
)

const failure = structure({ taskToken, reason: optional(shapes.reason), details: optional(shapes.data) })

export const respondActivityTaskFailed = operation(failure, (request, { swf }) =>
  findStartedActivity(swf, request.taskToken).fail(request.reason, request.details),
)

const cancellation = structure({ taskToken, details: optional(shapes.data) })

export const respondActivityTaskCanceled = operation(cancellation, (request, { swf }) =>
  findStartedActivity(swf, request.taskToken).cancel(request.details),
)
