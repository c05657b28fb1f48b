import { startedActivity } from '../tokens/task-token.js'
import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({ taskToken: required(shapes.token), details: optional(shapes.limitedData) })

export const recordActivityTaskHeartbeat = operation(request, ({ taskToken, details }, { swf }) => {
  const activity = startedActivity(swf, taskToken)
  swf.quotas.takeOperationOf(activity.execution, 'RecordActivityTaskHeartbeat')
  activity.heartbeat(details)
  return { cancelRequested: activity.cancelRequested }
})
