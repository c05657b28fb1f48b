import { required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { domainOf } from '../domain-arn.js'
import { operation } from '../operation.js'

export const listTagsForResource = operation(structure({ resourceArn: required(shapes.resourceArn) }), (request, call) => ({
  tags: domainOf(request.resourceArn, call).tags.all(),
}))
