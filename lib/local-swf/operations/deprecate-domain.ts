import { required, structure } from '../validation/shape.js'
import { name } from '../validation/shapes.js'
import { operation } from './operation.js'

export const deprecateDomain = operation(structure({ name: required(name) }), (request, { swf }) => {
  swf.domain(request.name).deprecate(swf.nowMs())
})
