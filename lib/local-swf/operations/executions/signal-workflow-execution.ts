import { optional, required, structure } from '../../validation/shape.js'
import * as shapes from '../../validation/shapes.js'
import { operation } from '../operation.js'

const request = structure({
  domain: required(shapes.name),
  workflowId: required(shapes.name),
  runId: optional(shapes.optionalRunId),
  signalName: required(shapes.name),
  input: optional(shapes.data),
})

export const signalWorkflowExecution = operation(request, (wanted, { swf }) => {
  const { signalName, input } = wanted
  const execution = swf.domain(wanted.domain).getOpen(wanted.workflowId, wanted.runId)
  swf.quotas.takeOperationOf(execution, 'SignalWorkflowExecution')
  execution.signal({ signalName, input })
})
