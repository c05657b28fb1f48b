import { required, structure } from '../validation/shape.js'
import { name, type } from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({ domain: required(name), activityType: required(type) })

export const deprecateActivityType = operation(request, ({ domain, activityType }, { swf }) => {
  swf.domain(domain).activityTypes.deprecate(activityType, swf.nowMs())
})
