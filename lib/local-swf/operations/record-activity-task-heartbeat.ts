import { startedActivity } from '../model/task-tokens.js'
import { optional, required, structure } from '../validation/shape.js'
import { limitedData, token } from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({ taskToken: required(token), details: optional(limitedData) })

export const recordActivityTaskHeartbeat = operation(request, ({ taskToken, details }, { swf }) => {
  const activity = startedActivity(swf, taskToken)
  activity.heartbeat(details)
  return { cancelRequested: activity.cancelRequested }
})
