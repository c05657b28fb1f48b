import { required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { domainOf } from './domain-arn.js'
import { operation } from './operation.js'

const request = structure({ resourceArn: required(shapes.resourceArn), tags: required(shapes.resourceTags) })

export const tagResource = operation(request, ({ resourceArn, tags }, call) => {
  domainOf(resourceArn, call).tags.add(tags)
})
