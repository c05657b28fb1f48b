import { startedActivity } from '../tokens/task-token.js'
import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({ taskToken: required(shapes.token), result: optional(shapes.data) })

export const respondActivityTaskCompleted = operation(request, ({ taskToken, result }, { swf }) => {
  startedActivity(swf, taskToken).complete(result)
})
