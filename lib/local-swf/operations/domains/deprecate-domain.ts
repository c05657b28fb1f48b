import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({ name: required(shapes.name) })

export const deprecateDomain = operation(request, ({ name }, { swf }) => swf.domain(name).deprecate(swf.nowMs()))

export const undeprecateDomain = operation(request, ({ name }, { swf }) => swf.domain(name).undeprecate())
