import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({ domain: required(shapes.name), activityType: required(shapes.type) })

export const deprecateActivityType = operation(request, ({ domain, activityType }, { swf }) => {
  swf.domain(domain).activityTypes.deprecate(activityType, swf.nowMs())
})
