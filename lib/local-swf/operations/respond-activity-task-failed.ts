import { startedActivity } from '../model/task-tokens.js'
import { optional, required, structure } from '../validation/shape.js'
import { data, reason, token } from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({ taskToken: required(token), reason: optional(reason), details: optional(data) })

export const respondActivityTaskFailed = operation(request, (failure, { swf }) => {
  startedActivity(swf, failure.taskToken).fail(failure.reason, failure.details)
})
