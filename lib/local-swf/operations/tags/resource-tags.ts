import { list, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { findDomainByArn } from '../domain-arn.js'
import { operation } from '../operation.js'

const resourceArn = required(shapes.resourceArn)

export const listTagsForResource = operation(structure({ resourceArn }), (request, call) => ({
  tags: findDomainByArn(request.resourceArn, call).tags.all(),
}))

export const tagResource = operation(structure({ resourceArn, tags: required(shapes.resourceTags) }), (request, call) =>
  findDomainByArn(request.resourceArn, call).tags.add(request.tags),
)

export const untagResource = operation(structure({ resourceArn, tagKeys: required(list(shapes.tagKey)) }), (request, call) =>
  findDomainByArn(request.resourceArn, call).tags.remove(request.tagKeys),
)
