import { optional, required, structure } from '../validation/shape.js'
import { childPolicy, data, name, optionalRunId, reason } from '../validation/shapes.js'
import { unknownExecution } from '../faults.js'
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
  execution.terminate(wanted)
})
