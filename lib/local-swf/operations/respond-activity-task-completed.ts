import { startedActivity } from '../model/task-tokens.js'
import { optional, required, structure } from '../validation/shape.js'
import { data, token } from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({ taskToken: required(token), result: optional(data) })

export const respondActivityTaskCompleted = operation(request, ({ taskToken, result }, { swf }) => {
  startedActivity(swf, taskToken).complete(result)
})
