import { optional, required, structure } from '../validation/shape.js'
import { childPolicy, data, name, optionalRunId, reason } from '../validation/shapes.js'
import { operation } from './operation.js'

const request = structure({
  domain: required(name),
  workflowId: required(name),
  runId: optional(optionalRunId),
  reason: optional(reason),
  details: optional(data),
  childPolicy: optional(childPolicy),
})

export const terminateWorkflowExecution = operation(request, (wanted, { swf }) => {
  const execution = swf.domain(wanted.domain).getOpen(wanted.workflowId, wanted.runId)
  const { reason: why, details, childPolicy: policy = execution.configuration.childPolicy } = wanted
  const cause = 'OPERATOR_INITIATED'
  execution.record('WorkflowExecutionTerminated', { reason: why, details, childPolicy: policy, cause })
  execution.close('TERMINATED')
})
