import { startedActivity } from './tokens/task-token.js'
import { optional, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({ taskToken: required(shapes.token), details: optional(shapes.data) })

export const respondActivityTaskCanceled = operation(request, ({ taskToken, details }, { swf }) => {
  startedActivity(swf, taskToken).cancel(details)
})
