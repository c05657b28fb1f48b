import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

export const deprecateDomain = operation(structure({ name: required(shapes.name) }), (request, { swf }) => {
  swf.domain(request.name).deprecate(swf.nowMs())
})
