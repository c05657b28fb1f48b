import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({
  domain: required(shapes.name),
  workflowId: required(shapes.name),
  runId: optional(shapes.optionalRunId),
})

export const requestCancelWorkflowExecution = operation(request, (wanted, { swf }) => {
  const execution = swf.domain(wanted.domain).getOpen(wanted.workflowId, wanted.runId)
  swf.quotas.takeOperationOf(execution, 'RequestCancelWorkflowExecution')
  execution.requestCancel()
})
