import { startedActivity } from './tokens/task-token.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({ taskToken: required(shapes.token), reason: optional(shapes.reason), details: optional(shapes.data) })

export const respondActivityTaskFailed = operation(request, (failure, { swf }) => {
  startedActivity(swf, failure.taskToken).fail(failure.reason, failure.details)
})
