import { terminate } from '../../model/execution/terminate.js'
import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({
  domain: required(shapes.name),
  workflowId: required(shapes.name),
  runId: optional(shapes.optionalRunId),
  reason: optional(shapes.reason),
  details: optional(shapes.data),
  childPolicy: optional(shapes.childPolicy),
})

export const terminateWorkflowExecution = operation(request, (wanted, { swf }) => {
  const execution = swf.domain(wanted.domain).getOpen(wanted.workflowId, wanted.runId)
  const { reason, details, childPolicy } = wanted
  terminate(execution, { reason, details, cause: 'OPERATOR_INITIATED' }, childPolicy)
})
