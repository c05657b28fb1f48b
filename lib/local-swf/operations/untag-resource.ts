import { list, required, structure } from '../validation/shape.js'
import * as shapes from '../validation/shapes.js'
import { domainOf } from './domain-arn.js'
import { operation } from './operation.js'

const request = structure({ resourceArn: required(shapes.resourceArn), tagKeys: required(list(shapes.tagKey)) })

export const untagResource = operation(request, ({ resourceArn, tagKeys }, call) => {
  domainOf(resourceArn, call).tags.remove(tagKeys)
})
